import type { Instrument } from '../../core/index.ts'
import type { HttpPort } from '../../runtime/ports.ts'
import type { SimInstrumentOptions } from '../../sim/index.ts'
import type { ConformanceBench } from './bench.ts'

/** No venue has such a status, as a word or as a number. */
const FIRST_STATUS = 77_100_077

/** A listing in which every instrument has a status that nobody knows. */
export interface SaidStatuses {
  /** Those whose status the venue said in its answers: not every product has one. */
  readonly said: readonly Instrument[]
  /** All that were listed. */
  readonly listed: readonly Instrument[]
}

/** Lists instruments with statuses of their own, and looks at the bytes for those that were said. */
export async function statusesAsSaid(
  bench: ConformanceBench,
  specs: readonly SimInstrumentOptions[],
): Promise<SaidStatuses> {
  const instruments = specs.map((spec, at) => ({ ...spec, status: String(FIRST_STATUS + at) }))
  const answers: string[] = []
  const watch = (http: HttpPort): HttpPort => ({
    close: () => http.close(),
    async exchange(request) {
      const response = await http.exchange(request)
      answers.push(new TextDecoder().decode(response.body))
      return response
    },
  })
  await using world = await bench.openYoung({ instruments, watch })
  const text = answers.join('\n')
  const listed = world.market
    .instruments()
    .flatMap((instrument) => ({ instrument, spec: world.traded(instrument)?.spec }))
    .filter(({ spec }) => spec !== undefined)
  return {
    said: listed
      .filter(({ spec }) => text.includes(String(spec?.status)))
      .map(({ instrument }) => instrument),
    listed: listed.map(({ instrument }) => instrument),
  }
}
