import type { HostRequest } from '../../../runtime/virtual/host.ts'
import type { FoundKey, SimAccounts } from '../../account/sim-accounts.ts'
import { RestRefusal } from '../rest-error.ts'
import { isSigned } from './sign.ts'

/** Lets in who signed a request with a nonce that is higher than all before, or throws RestRefusal. */
export class Doorkeeper {
  readonly #accounts: SimAccounts
  readonly #nonces = new Map<string, bigint>()

  /** A doorkeeper of accounts. */
  constructor(accounts: SimAccounts) {
    this.#accounts = accounts
  }

  /** The key that a call of spot was signed with. */
  spot({ headers, target, body }: HostRequest, nonce: string): FoundKey {
    const found = this.#accounts.byKey(headers['api-key'] ?? '')
    if (found === undefined) throw new RestRefusal('EAPI:Invalid key')
    const path = target.split('?', 1)[0] ?? ''
    const signature = headers['api-sign'] ?? ''
    if (!isSigned({ path, digested: nonce + body }, found.apiKey.secret, signature))
      throw new RestRefusal('EAPI:Invalid signature')
    if (!this.#isNext(found, nonce)) throw new RestRefusal('EAPI:Invalid nonce')
    return found
  }

  /** The key that a call of derivatives was signed with. */
  futures({ headers, target, body }: HostRequest): FoundKey {
    const found = this.#accounts.byKey(headers['apikey'] ?? '')
    if (found === undefined) throw new RestRefusal('authenticationError')
    const [path = '', query = ''] = target.split('?', 2)
    const nonce = headers['nonce'] ?? ''
    // Parameters may stand in either place; what is signed is what is there.
    const digested = (body === '' ? query : body) + nonce + path.replace(/^\/derivatives/, '')
    if (!isSigned({ path: '', digested }, found.apiKey.secret, headers['authent'] ?? ''))
      throw new RestRefusal('authenticationError')
    if (nonce !== '' && !this.#isNext(found, nonce)) throw new RestRefusal('nonceBelowThreshold')
    return found
  }

  /** The key whose owner signed a challenge. */
  challenge(key: unknown, challenge: string, signature: unknown): FoundKey | undefined {
    const found = this.#accounts.byKey(typeof key === 'string' ? key : '')
    const parts = { path: '', digested: challenge }
    return found !== undefined && isSigned(parts, found.apiKey.secret, String(signature))
      ? found
      : undefined
  }

  #isNext({ apiKey }: FoundKey, text: string): boolean {
    if (!/^\d{1,20}$/.test(text)) return false
    const nonce = BigInt(text)
    if (nonce <= (this.#nonces.get(apiKey.key) ?? -1n)) return false
    this.#nonces.set(apiKey.key, nonce)
    return true
  }
}

/** Whether a key may trade. */
export function mayTrade({ apiKey }: FoundKey): boolean {
  return apiKey.permissions?.includes('trade') ?? true
}
