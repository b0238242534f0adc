import { ConfigError, type Credentials } from '../../../core/index.ts'

/** Whole base64; the padding may be left out. */
const BASE64 =
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?|[A-Za-z0-9+/]{4})$/

/**
 * Checks the secret of a key of either product: both give out base64. What decodes it passes over everything else, and would
 * sign with other bytes than were meant.
 *
 * @throws ConfigError `INVALID_OPTIONS` where it is no base64; the secret is not in the message.
 */
export function checkKey({ secret }: Credentials): void {
  // Line ends stay from files and terminals; they are in no secret, and are passed over as well.
  if (BASE64.test(secret.reveal().replace(/\s+/g, ''))) return
  throw new ConfigError(
    'INVALID_OPTIONS',
    'Reading a secret of Kraken: expected the base64 that the venue gave, whole, was other text',
  )
}
