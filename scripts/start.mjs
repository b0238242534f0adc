// `npm start`: runs the example daemon on the built package, in this process, so that signals and
// the terminal are its own. The example is TypeScript; without a tsconfig its imports of the package
// resolve as they do for a user, to dist/.
import { register } from 'tsx/esm/api'

register({ tsconfig: false })
await import('../examples/daemon/main.ts')
