// Writes, or with --check compares, what each driver knows of its venue's messages.
import { runTypeScript } from './typescript.mjs'

const { status } = await runTypeScript('test/drift/run.ts', { args: process.argv.slice(2) })
process.exitCode = status
