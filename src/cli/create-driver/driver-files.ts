import { conformanceTemplate } from './conformance-template.ts'
import { decodeTemplate } from './decode-template.ts'
import type { DriverName } from './driver-name.ts'
import { indexTemplate } from './index-template.ts'
import { instrumentsTemplate } from './instruments-template.ts'
import { manifestTemplate } from './manifest-template.ts'
import { readmeTemplate } from './readme-template.ts'
import { restTemplate } from './rest-template.ts'
import { sessionTemplate } from './session-template.ts'
import { venueTemplate } from './venue-template.ts'

/** The files of a new driver by name. Its code is that of docs/adding-a-driver.md; a test compares the two. */
export function driverFiles(name: DriverName): Readonly<Record<string, string>> {
  return {
    'README.md': readmeTemplate(name),
    'conformance.test.ts': conformanceTemplate(name),
    'decode.ts': decodeTemplate(),
    'index.ts': indexTemplate(name),
    'instruments.ts': instrumentsTemplate(),
    'package.json': manifestTemplate(name),
    'rest.ts': restTemplate(name),
    'session.ts': sessionTemplate(),
    'venue.ts': venueTemplate(name),
  }
}
