// Starts a TypeScript program of this repository (simulation, bench) in its own Node process.
import { spawn } from 'node:child_process'

const loader = `--import=${import.meta.resolve('tsx')}`

/**
 * Runs `file` with its output shown as it comes, and resolves to its exit status and text.
 * Processes that the program starts inherit the loader through NODE_OPTIONS.
 */
export function runTypeScript(file, { args = [], nodeFlags = [] } = {}) {
  const NODE_OPTIONS =
    `${process.env.NODE_OPTIONS ?? ''} --unhandled-rejections=strict ${loader}`.trim()
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...nodeFlags, file, ...args], {
      stdio: ['inherit', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS },
    })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk
      process.stdout.write(chunk)
    })
    child.on('error', reject)
    child.on('close', (status) => resolve({ status: status ?? 1, text }))
  })
}
