/** @hotpath What the server may say first, which is no JSON. Compared byte by byte; allocates nothing. */
const GREETING: Uint8Array = new TextEncoder().encode('Websocket connection established.')

/** Whether a frame is the greeting. */
export function isGreeting(frame: Uint8Array): boolean {
  if (frame.length !== GREETING.length || frame[0] !== GREETING[0]) return false
  for (let i = 1; i < GREETING.length; i += 1) if (frame[i] !== GREETING[i]) return false
  return true
}
