import type { OrderStatus } from '../../../../src/core/index.ts'
import type { OrderMeaning, Transition, TransitionTable } from '../../../../src/trader/oms/index.ts'

/** The states, by the two letters that stand for them below, in the order of the columns below. */
export const STATES: Readonly<Record<string, OrderStatus>> = {
  fl: 'inFlight',
  op: 'open',
  ai: 'amendInFlight',
  ci: 'cancelInFlight',
  un: 'unknown',
  au: 'amendUnknown',
  cu: 'cancelUnknown',
  fi: 'filled',
  ca: 'cancelled',
  ex: 'expired',
  re: 'rejected',
  ab: 'absent',
  de: 'denied',
}

const ALARMS: Readonly<Record<string, string>> = {
  RF: 'REJECTED_AFTER_FILL',
  FR: 'FILL_AFTER_REJECTION',
  FB: 'FILL_BEYOND_QUANTITY',
  FC: 'FILL_CHANGED',
  MT: 'MORE_FILLS_THAN_TOLD',
  TV: 'TWO_VENUE_IDS',
  OE: 'OPEN_AFTER_END',
  AR: 'ALIVE_AFTER_REJECTION',
  NA: 'NOT_ABSENT',
  NS: 'NEVER_SENT',
  SA: 'SENT_AFTER_ALL',
  VA: 'VANISHED',
  OT: 'OUT_OF_TURN',
}

/**
 * What every cell has to be, written by hand. `=` it is news and the state stays; two letters: it is news and leads there;
 * `2` doubled; `<` late; `!XX` impossible, with that alarm, `>` and the state it leads to. At the end `?` asks the venue
 * about the order, `f` for its fills.
 */
const EXPECTED = `
                  fl     op     ai     ci     un     au     cu     fi     ca     ex     re     ab     de
acknowledged      op     2      2      2      op     2      2      <      <      <      <?     !NA>un? !NS>un?
rejected          re     re     re     re     re     re     re     !RF    <      <      2      re     !NS
rejectedAfterFill !RF>un? !RF>un? !RF>un? !RF>un? !RF?  !RF>un? !RF>un? !RF  !RF    !RF    !RF>un? !RF>un? !NS>un?
outcomeUnknown    un?    <      <      <      2      <      <      <      <      <      <      <      !NS
notSent           ab     !SA    !SA    !SA    !SA    !SA    !SA    !SA    !SA    !SA    !SA    2      2
fill              op     =      =      =      op?    =      =      =      =      =      !FR>un? !NA>un? !NS>un?
fillAgain         2      2      2      2      2      2      2      2      2      2      2      2      2
fillDiffers       !FC    !FC    !FC    !FC    !FC    !FC    !FC    !FC    !FC    !FC    !FC    !FC    !FC
feeTold           =      =      =      =      =      =      =      =      =      =      =      =      =
fillBeyond        !FB>op !FB    !FB    !FB    !FB>op? !FB   !FB    !FB    !FB    !FB    !FB>un? !FB>un? !FB>un?
complete          fi     fi     fi     fi     fi     fi     fi     2      fi     fi     !FR>fi !NA>fi !NS>fi
hole              =f     =f     =f     =f     =f     =f     =f     =f     =f     =f     !RF>unf !NA>unf !NS>unf
surplus           !MT    !MT    !MT    !MT    !MT    !MT    !MT    !MT    !MT    !MT    !MT    !MT    !MT
otherVenueId      !TV    !TV    !TV    !TV    !TV    !TV    !TV    !TV    !TV    !TV    !TV    !TV    !TV
amendSent         !OT    ai     !OT    !OT    !OT    !OT    !OT    !OT    !OT    !OT    !OT    !OT    !OT
amended           op     =      op     =      op?    op     =      <      <      <      !AR>un? !NA>un? !NS>un?
amendRejected     !OT    !OT    op?    =      =      op?    =      <      <      <      <      <      !NS
amendUnknown      !OT    au?    au?    =      =      2      =      <      <      <      <      <      !NS
amendLate         !OT    <      <      <      <      <      <      <      <      <      <      <      !NS
cancelSent        =      ci     ci     2      =      ci     ci     !OT    !OT    !OT    !OT    !OT    !OT
cancelled         ca     ca     ca     ca     ca     ca     ca     <      2      <      <      !NA>ca !NS
cancelRejected    =      <      <      op?    =      <      op?    <      <      <      <      <      !NS
cancelUnknown     =      <      <      cu?    =      <      2      <      <      <      <      <      !NS
cancelLate        <      <      <      <      <      <      <      <      <      <      <      <      !NS
expired           ex     ex     ex     ex     ex     ex     ex     <      <      2      <      !NA>ex !NS
foundOpen         op     2      2      2      op     op     op     !OE>un? !OE>un? !OE>un? !AR>un? !NA>un? !NS>un?
foundOpenLate     op     <      <      <      <      <      <      <      <      <      <      !NA>un? !NS>un?
foundFilled       fi     fi     fi     fi     fi     fi     fi     2      fi     fi     !AR>fi !NA>fi !NS>fi
missing           <      =?     =?     =?     2      =?     =?     <      <      <      <      <      !NS
provenAbsent      !OT    !OT    !OT    !OT    ab     !OT    !OT    <      <      <      <      2      2
vanished          !VA>un? !VA>un? !VA>un? !VA>un? !VA? !VA>un? !VA>un? <   <      <      <      <      !NS
vanishedAgain     2      2      2      2      2      2      2      <      <      <      <      <      !NS
vanishedForGood   ca     ca     ca     ca     ca     ca     ca     <      <      <      <      <      !NS
`

/** A cell of the table, with what it has to be. */
export interface ExpectedCell {
  readonly status: OrderStatus
  readonly meaning: OrderMeaning
  readonly transition: Transition
}

/** Every cell, as it has to be. */
export const expectedCells: readonly ExpectedCell[] = EXPECTED.trim()
  .split('\n')
  .slice(1)
  .flatMap((line) => {
    const [meaning, ...cells] = line.trim().split(/\s+/)
    const states = Object.values(STATES)
    if (cells.length !== states.length) throw new Error(`${meaning}: ${cells.length} cells`)
    return cells.map((cell, index) => ({
      status: states[index] as OrderStatus,
      meaning: meaning as OrderMeaning,
      transition: read(cell),
    }))
  })

/** The cells of a table that are not what they have to be. */
export function differences(table: TransitionTable): readonly string[] {
  const text = (each: Transition): string =>
    `${each.outcome} ${each.next} ${each.ask ?? '-'} ${each.alarm ?? '-'}`
  return expectedCells
    .filter(({ status, meaning, transition }) => text(table[status][meaning]) !== text(transition))
    .map(({ status, meaning }) => `${meaning} while ${status}`)
}

function read(cell: string): Transition {
  const [, alarm, bare] = /^(?:!([A-Z]{2}))?>?(.*?)$/.exec(cell) ?? []
  const ask = bare?.endsWith('?') ? 'lookup' : bare?.endsWith('f') ? 'fills' : undefined
  const rest = ask === undefined ? (bare ?? '') : (bare ?? '').slice(0, -1)
  const next = STATES[rest] ?? 'same'
  const asks = ask === undefined ? {} : { ask }
  if (alarm !== undefined)
    return { outcome: 'impossible', next, ...asks, alarm: ALARMS[alarm] } as Transition
  const outcome = rest === '2' ? 'doubled' : rest === '<' ? 'late' : 'applied'
  if (outcome === 'applied' && next === 'same' && rest !== '=') throw new Error(`cell ${cell}`)
  return { outcome, next, ...asks } as Transition
}
