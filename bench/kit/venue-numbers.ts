/** Numbers that a venue gives every message of a connection, whatever it says. */
const NUMBER = /"(sequence_num|message_id)":\d+/

/**
 * The same frames numbered one after the other: of a connection's frames only some are replayed, and a decoder that
 * counts would find the others missing. `isNumbered`: whether any frame has such a number.
 */
export function renumbered(frames: readonly Uint8Array[]): {
  readonly frames: Buffer[]
  readonly isNumbered: boolean
} {
  let next = 0
  const numbered = frames.map((frame) => {
    const text = Buffer.from(frame).toString('latin1')
    if (!NUMBER.test(text)) return Buffer.from(frame)
    const own = text.replace(NUMBER, (_, key: string) => `"${key}":${next}`)
    next += 1
    return Buffer.from(own, 'latin1')
  })
  return { frames: numbered, isNumbered: next > 0 }
}
