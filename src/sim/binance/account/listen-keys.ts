import type { TimerHandle } from '../../../runtime/ports.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import type { SimPorts } from '../../sim-ports.ts'
import { RestRefusal } from '../rest-error.ts'

const LIFE_MS = 60 * 60_000
const KEY_LENGTH = 64

interface ListenKey {
  readonly text: string
  readonly account: SimAccount
  expiry: TimerHandle
}

/** The listen keys of USDⓈ-M: one an account, alive for an hour after it was made or renewed. */
export class ListenKeys {
  readonly #ports: SimPorts
  readonly #onEnd: (text: string) => void
  readonly #byAccount = new Map<SimAccount, ListenKey>()
  readonly #byText = new Map<string, ListenKey>()
  #made = 0

  /** None yet; `onEnd` is told of each that expires. */
  constructor(ports: SimPorts, onEnd: (text: string) => void) {
    this.#ports = ports
    this.#onEnd = onEnd
  }

  /** The key of an account, made or renewed. */
  make(account: SimAccount): string {
    const known = this.#byAccount.get(account)
    if (known !== undefined) {
      this.#extend(known)
      return known.text
    }
    this.#made += 1
    const text = `${account.name.replace(/\W/g, '')}${this.#made}`.padEnd(KEY_LENGTH, 'x')
    const key = { text, account, expiry: this.#expireLater(text) }
    this.#byAccount.set(account, key)
    this.#byText.set(text, key)
    return text
  }

  /** Lets the key of an account live longer. @throws RestRefusal -1125 */
  renew(account: SimAccount): void {
    const key = this.#byAccount.get(account)
    if (key === undefined) throw new RestRefusal(-1125, 'This listenKey does not exist.')
    this.#extend(key)
  }

  /** Ends the key of an account; nobody is told. */
  remove(account: SimAccount): void {
    const key = this.#byAccount.get(account)
    if (key !== undefined) this.#forget(key)
  }

  /** Whose a key is; `undefined` where it is not alive. */
  accountOf(text: string): SimAccount | undefined {
    return this.#byText.get(text)?.account
  }

  #extend(key: ListenKey): void {
    key.expiry.cancel()
    key.expiry = this.#expireLater(key.text)
  }

  #expireLater(text: string): TimerHandle {
    return this.#ports.timers.after(LIFE_MS, () => {
      const key = this.#byText.get(text)
      if (key === undefined) return
      this.#forget(key)
      this.#onEnd(text)
    })
  }

  #forget(key: ListenKey): void {
    key.expiry.cancel()
    this.#byAccount.delete(key.account)
    this.#byText.delete(key.text)
  }
}
