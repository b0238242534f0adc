import { z } from 'zod'

/** URLs of one's own by stream endpoint and REST service. */
export interface UrlsConfig {
  /** Stream endpoint → URL. */
  readonly streams?: Readonly<Record<string, string>> | undefined
  /** REST service → base URL. */
  readonly rest?: Readonly<Record<string, string>> | undefined
}

/** Reads {@link UrlsConfig}. */
export const urlsSchema: z.ZodType<UrlsConfig> = z.strictObject({
  streams: z.record(z.string(), z.string()).optional(),
  rest: z.record(z.string(), z.string()).optional(),
})

/** URLs as sockets and REST clients take them. */
export function ownUrls({ streams = {}, rest = {} }: UrlsConfig): {
  readonly streams: Readonly<Record<string, string>>
  readonly rest: Readonly<Record<string, string>>
} {
  return { streams, rest }
}
