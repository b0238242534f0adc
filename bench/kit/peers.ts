import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const FOLDER = resolve('bench/peers')

/** The module of a peer, for {@link Task.subject}. */
export function peer(name: 'ccxt' | 'tardis-dev'): string {
  return `${FOLDER}/${name}.mjs`
}

/** Installs the peers where they are missing; they are no part of the package's own lock. */
export function installPeers(): void {
  if (existsSync(`${FOLDER}/node_modules/ccxt`)) return
  console.log('Installing the peers ...')
  const args = ['ci', '--no-audit', '--no-fund', '--ignore-scripts']
  const { status } = spawnSync('npm', args, { cwd: FOLDER, stdio: 'inherit' })
  if (status !== 0) throw new Error('The peers could not be installed')
}

/** Name and version of every peer. */
export function peerVersions(): string {
  const manifest = JSON.parse(readFileSync(`${FOLDER}/package.json`, 'utf8')) as {
    dependencies: Record<string, string>
  }
  return Object.entries(manifest.dependencies)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')
}
