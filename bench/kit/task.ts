import type { Kind } from './input.ts'

/** Which frames: a recording by name, or generated ones. */
export type Source =
  | { readonly recording: string }
  | { readonly depth: number; readonly books?: number; readonly frames: number }
  | { readonly orders: number }

/** What is done with the frames of a venue: read into the book, or only decoded, parsed, inflated. */
export type VenueWork = 'book' | 'decode' | 'parse' | 'inflate' | 'inflateAndParse'

/** A venue's stream, by the file that keeps it. */
export interface VenueTask {
  /** The row's name. */
  readonly name: string
  readonly venue: { readonly path: string; readonly work: VenueWork }
}

/** An update of every indicator. */
export interface IndicatorTask {
  /** The row's name. */
  readonly name: string
  readonly work: 'indicators'
}

/** Updates of a book and trades appended to histories that evict. */
export interface HistoryTask {
  /** The row's name. */
  readonly name: string
  readonly work: 'history'
}

/** What one process measures. */
export interface Task {
  /** The row's name. */
  readonly name: string
  /** A key of {@link SUBJECTS}, or a module of bench/peers as a URL. */
  readonly subject: string
  /** What is done with a frame. */
  readonly work: { readonly decode: Kind } | 'book' | 'sign'
  /** The frames. */
  readonly source: Source
}

/** What a process says once its frames are ready and its results were verified. */
export interface Ready {
  readonly frames: number
  readonly bytesPerFrame: number
  /** Price levels; told of venues' streams. */
  readonly levelsPerFrame?: number
}

/** One slice of time. */
export interface Slice {
  readonly nsPerFrame: number
}

/** Garbage of one pass. */
export interface Garbage {
  readonly bytesPerFrame: number
  readonly collectionsPerMillion: number
}

/** Messages to a process. */
export type Order =
  | { readonly task: Task | VenueTask | IndicatorTask | HistoryTask }
  | { readonly slice: number }
  | { readonly garbage: number }
