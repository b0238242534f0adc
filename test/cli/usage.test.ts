import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/cli/commands.ts'
import { KNOWN_VENUES } from '../../src/drivers/registry.ts'
import { SIMULATED_NAMES } from '../../src/sim/registry.ts'
import { crossbook, tempFile } from './terminal.ts'

const venues = KNOWN_VENUES.join(', ')
const FRAMES = ['--venue', 'binance', '--market', 'spot']

describe('help', () => {
  test.each(Object.keys(COMMANDS))('%s --help shows every option and an example', async (name) => {
    const { code, out, err } = await crossbook([name, '--help'])
    const spec = (await COMMANDS[name]?.load())?.spec
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain(`Usage: crossbook ${name} [options]`)
    for (const option of Object.keys(spec?.options ?? {})) expect(out).toContain(`--${option}`)
    expect(out).toMatch(/Examples:\n {2}\S/)
  })

  test.each(['--help', 'help'])('crossbook %s lists the commands', async (word) => {
    const { code, out } = await crossbook([word])
    expect(code).toBe(0)
    for (const name of Object.keys(COMMANDS)) expect(out).toMatch(new RegExp(`^  ${name} `, 'm'))
  })

  test('no command at all is bad usage, with the same list', async () => {
    const { code, out } = await crossbook([])
    expect(code).toBe(2)
    expect(out).toContain('Usage: crossbook <command> [options]')
  })
})

describe('bad usage exits with 2 and says what exists', () => {
  test.each<[string, readonly string[], string]>([
    [
      'a command',
      ['nope'],
      `There is no command "nope"; there are ${Object.keys(COMMANDS).join(', ')}.`,
    ],
    [
      'a venue',
      ['decode', '--venue', 'nope', '--market', 'spot'],
      `there is no "nope"; there are ${venues}`,
    ],
    [
      'a market',
      ['book', '--venue', 'binance', '--market', 'nope'],
      '--market: there is no "nope"; there are spot, futures and the products spot, usdm, coinm',
    ],
    [
      'a product',
      ['instruments', '--venue', 'binance', '--products', 'spot,nope'],
      '--products: there is no "nope"; there are spot, usdm, coinm',
    ],
    [
      'an environment',
      ['instruments', '--venue', 'binance', '--environment', 'nope'],
      '--environment: expected production, testnet, demo, was "nope"',
    ],
    [
      'a simulated venue',
      ['sim', '--venues', 'nope'],
      `--venues: there is no simulated "nope"; there are ${SIMULATED_NAMES.join(', ')}`,
    ],
    ['a number', ['book', ...FRAMES, '--depth', '0'], 'at least 1, was "0"'],
    ['a duration', ['sim', '--venues', 'binance', '--for', 'soon'], 'such as 20s, 5m or 500ms'],
    ['a speed', ['replay', '--folder', '.', '--speed', '0'], 'a number above 0, was "0"'],
    ['a file', ['decode', ...FRAMES, 'nowhere.ndjson'], 'FILE: there is no "nowhere.ndjson"'],
    ['too many files', ['decode', ...FRAMES, 'a', 'b'], 'expected one [FILE], found 2'],
    ['a listing', ['decode', ...FRAMES, '--instruments', 'nowhere.json'], '--instruments: ENOENT'],
    ['snapshots', ['book', ...FRAMES, '--snapshots', 'nowhere.json'], '--snapshots: ENOENT'],
    ['a configuration', ['daemon', '--config', 'nowhere.json'], '--config: ENOENT'],
    [
      'a channel',
      [
        'record',
        '--venue',
        'binance',
        '--pairs',
        'BTC/USDT',
        '--folder',
        'x',
        '--channels',
        'nope',
      ],
      'channels',
    ],
  ])('%s', async (_what, argv, expected) => {
    const { code, out, err } = await crossbook(argv)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(expected)
  })

  test('every missing option is told at once, and where the help is', async () => {
    const { code, err } = await crossbook(['record'])
    expect(code).toBe(2)
    expect(err).toBe(
      '--venue V is missing\n--pairs A,B is missing\n--folder DIR is missing\nSee crossbook record --help.\n',
    )
  })

  test('an option that the command does not know', async () => {
    const { code, err } = await crossbook(['decode', ...FRAMES, '--bogus'])
    expect(code).toBe(2)
    expect(err).toContain(
      'crossbook decode knows --venue, --market, --instruments, --outcomes\nSee crossbook decode --help.\n',
    )
  })

  test('every problem of a configuration, each with its place', async () => {
    const config = { venues: [{ venue: 'nope' }], storage: { folder: '' } }
    const file = tempFile('monitor.json', JSON.stringify(config))
    const { code, err } = await crossbook(['daemon', '--config', file])
    expect(code).toBe(2)
    for (const place of ['venues[0].venue', 'storage']) expect(err).toContain(place)
  })

  test('a line that is no recorded frame, by its number', async () => {
    const input = '{"recv":1,"url":"","dir":"in","frame":"{}"}\n\nno json\n'
    const { code, err } = await crossbook(['decode', ...FRAMES], { input })
    expect(code).toBe(2)
    expect(err).toContain('line 3: expected {"recv","url","dir","frame"}, found something else')
  })
})
