import type { DriverName } from './driver-name.ts'

/** `package.json` of a new driver. */
export function manifestTemplate({ id }: DriverName): string {
  const manifest = {
    name: `crossbook-driver-${id}`,
    version: '0.0.0',
    private: true,
    type: 'module',
    exports: './index.ts',
    scripts: { test: 'node --test' },
    peerDependencies: { crossbook: '*' },
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}
