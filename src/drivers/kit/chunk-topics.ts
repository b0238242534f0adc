import type { StreamFacts, Topic } from '../../core/index.ts'

/** Bytes that an envelope around the topics may take. */
const ENVELOPE_BYTES = 128

/** Cuts topics of one endpoint into messages within its limits; `bytesOf` is what one topic adds to a message. */
export function chunkTopics(
  streams: readonly StreamFacts[],
  topics: readonly Topic[],
  bytesOf: (topic: Topic) => number,
): readonly (readonly Topic[])[] {
  const facts = streams.find(({ id }) => id === topics[0]?.endpoint)
  const maxTopics = facts?.maxTopicsPerMessage ?? topics.length
  const maxBytes = (facts?.maxMessageBytes ?? Number.POSITIVE_INFINITY) - ENVELOPE_BYTES
  const chunks: Topic[][] = []
  let bytes = 0
  for (const topic of topics) {
    const size = bytesOf(topic)
    const last = chunks.at(-1)
    if (last === undefined || last.length >= maxTopics || bytes + size > maxBytes) {
      chunks.push([topic])
      bytes = size
    } else {
      last.push(topic)
      bytes += size
    }
  }
  return chunks
}
