import { hashText, isSameHash } from './chain-hash.ts'
import { corruption } from './corruption.ts'
import { HEAD_FILE, segmentFile } from './file-names.ts'
import type { JournalFolder } from './journal-folder.ts'
import { comparePositions, type JournalPosition } from './position.ts'

interface Anchor {
  readonly file: string
  readonly position: JournalPosition
}

/** Places that the journal must pass through, as head and snapshots say, and the walk through it that is compared. */
export class Anchors {
  readonly #anchors: readonly Anchor[]
  #passed = 0

  /** Those of a folder from a segment on; before it there is nothing left to compare with. */
  constructor({ head, snapshots }: JournalFolder, firstSegment: number) {
    const anchors: Anchor[] = [...snapshots]
    if (head !== undefined) anchors.push({ file: HEAD_FILE, position: head.position })
    this.#anchors = anchors
      .filter(({ position }) => position.segment >= firstSegment)
      .sort((a, b) => comparePositions(a.position, b.position))
  }

  /** The walk came to a place between two records. @throws StorageError `JOURNAL_CORRUPT` */
  pass(place: JournalPosition): void {
    for (;;) {
      const anchor = this.#anchors[this.#passed]
      if (anchor === undefined || comparePositions(anchor.position, place) > 0) return
      const { position } = anchor
      const isHere = comparePositions(position, place) === 0
      if (!isHere || position.sequence !== place.sequence || !isSameHash(position.hash, place.hash))
        throw differs(anchor, place)
      this.#passed += 1
    }
  }

  /** The walk is at its end: nothing may lie ahead. @throws StorageError `JOURNAL_CORRUPT` */
  end(place: JournalPosition): void {
    const anchor = this.#anchors[this.#passed]
    if (anchor !== undefined) throw differs(anchor, place)
  }
}

function differs({ file, position }: Anchor, place: JournalPosition): Error {
  return corruption({
    file: segmentFile(place.segment),
    offset: place.offset,
    expected: `${placeText(position)}, as ${file} says`,
    found: placeText(place),
  })
}

function placeText({ segment, offset, sequence, hash }: JournalPosition): string {
  const start = hashText(hash.subarray(0, 4))
  return `record ${sequence} to end at byte ${offset} of ${segmentFile(segment)} with hash ${start}…`
}
