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
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a child ended with ${String(code)}`)
  })
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [T]
  return message
}
