/** Doubles in [0, 1) from a seed (a 32-bit xorshift with a multiplied output): the same on every machine. */
export function seeded(seed: number): () => number {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (Math.imul(state, 0x9e3779bb) >>> 0) / 4_294_967_296
  }
}
