// Compiles kernel/*.ts (AssemblyScript) into src/wire/kernel-code.ts; with --check, fails where that file is not what the
// compiler makes of the sources today.
import { readFileSync, writeFileSync } from 'node:fs'
import asc from 'assemblyscript/asc'
import binaryen from 'binaryen'

const TARGET = 'src/wire/kernel-code.ts'
const PAGES = '17'
const files = new Map()
const stderr = asc.createMemoryStream()
const { error } = await asc.main(
  [
    'kernel/scan.ts',
    ...['--outFile', 'kernel.wasm', '--runtime', 'stub', '-O3', '--converge', '--noAssert'],
    ...['--enable', 'simd'],
    ...['--initialMemory', PAGES, '--maximumMemory', PAGES],
  ],
  { stderr, writeFile: (name, contents) => void files.set(name, contents) },
)
if (error !== null) {
  console.error(stderr.toString())
  process.exit(1)
}
// V8 inlines no function of a module: that the compiler does makes a frame a fifth cheaper.
const module = binaryen.readBinary(files.get('kernel.wasm'))
const { SIMD128, BulkMemory, MutableGlobals, SignExt, NontrappingFPToInt } = binaryen.Features
module.setFeatures(SIMD128 | BulkMemory | MutableGlobals | SignExt | NontrappingFPToInt)
binaryen.setOptimizeLevel(3)
binaryen.setShrinkLevel(0)
binaryen.setAlwaysInlineMaxSize(120)
binaryen.setFlexibleInlineMaxSize(1200)
binaryen.setOneCallerInlineMaxSize(100_000)
binaryen.setAllowInliningFunctionsWithLoops(true)
// What was inlined is worth optimising again.
module.optimize()
module.optimize()
// Hexadecimal digits: what repeats in the code repeats in them, so that packed they are two thirds of what base 64 is.
const code = Buffer.from(module.emitBinary()).toString('hex')
// One literal: a call would keep it in programs that never read a book.
const text = `/** What \`kernel/\` compiles to, in hexadecimal digits. Written by \`npm run build:kernel\`; not by hand. */
export const KERNEL_CODE: string =
  '${code}'
`
if (!process.argv.includes('--check')) writeFileSync(TARGET, text)
else if (readFileSync(TARGET, 'utf8') !== text) {
  console.error(`${TARGET} is not what kernel/ compiles to: run npm run build:kernel.`)
  process.exitCode = 1
}
console.log(`kernel: ${code.length / 2} bytes`)
