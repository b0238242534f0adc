import type { ThreadPort, ThreadProgram, Timers } from '../../../../src/runtime/ports.ts'

const STEP_MS = 1

/** Threads in virtual time: each looks once a millisecond, and all messages are clones that take as long. */
export function virtualThreads(program: ThreadProgram, timers: Timers): ThreadPort {
  return {
    open({ data }, handlers) {
      const inbox: unknown[] = []
      let isOver = false
      const later = (work: () => void): void => {
        timers.after(STEP_MS, () => {
          if (!isOver) work()
        })
      }
      const task = program({
        data,
        post: (message) => {
          const clone: unknown = structuredClone(message)
          later(() => handlers.onMessage(clone))
        },
        receive: () => inbox.shift(),
      })
      const step = (): void => {
        try {
          while (task.step());
          later(step)
        } catch (thrown) {
          handlers.onEnd(thrown as Error)
        }
      }
      later(step)
      return {
        post: (message) => void inbox.push(structuredClone(message)),
        terminate: async () => {
          isOver = true
        },
      }
    },
  }
}
