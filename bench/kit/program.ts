import { type ChildProcess, type ForkOptions, fork } from 'node:child_process'
import { once } from 'node:events'

/** Programs that are measured, each in a process of its own, and what they answer. */

/** Starts a bundled program: without the loader of TypeScript that this process runs by. */
export function startProgram(
  program: string,
  args: readonly (string | number)[] = [],
  options: ForkOptions = {},
): ChildProcess {
  const env = { ...process.env, NODE_OPTIONS: '' }
  return fork(program, args.map(String), { execArgv: [], env, ...options })
}

/** Its next message. Throws where it ends before. */
export async function answerOf<T>(child: ChildProcess): Promise<T> {
  const heard = new AbortController()
  const { signal } = heard
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`a child ended with ${String(code)}`)
  })
  try {
    const [message] = (await Promise.race([once(child, 'message', { signal }), ended])) as [T]
    return message
  } finally {
    // Otherwise each answer would leave its listeners behind.
    heard.abort()
  }
}
