import type {
  ThreadPort,
  ThreadProgram,
  ThreadTask,
  Timers,
} from '../../../../src/runtime/ports.ts'

const STEP_MS = 1

/** Threads in virtual time: each looks once a millisecond, and all messages are clones that take as long. */
export function virtualThreads(program: ThreadProgram, timers: Timers): ThreadPort {
  return {
    afterTurn: (callback) => void timers.after(STEP_MS, callback),
    open({ data }, handlers) {
      const inbox: unknown[] = []
      let isOver = false
      const later = (work: () => void): void => {
        timers.after(STEP_MS, () => {
          if (!isOver) work()
        })
      }
      // Strategies are tasks.
      const task = program({
        data,
        post: (message) => {
          const clone: unknown = structuredClone(message)
          later(() => handlers.onMessage(clone))
        },
        receive: () => inbox.shift(),
      }) as ThreadTask
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
