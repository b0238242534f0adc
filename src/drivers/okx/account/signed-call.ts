import type { HttpRequest, Stamp } from '../../../core/index.ts'

/** Makes a request as it is sent. */
export type Sign = (request: HttpRequest, stamp: Stamp) => HttpRequest
