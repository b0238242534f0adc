import { writeReport } from './kit/report.ts'

/** Writes page and charts from the results that were kept, and measures nothing. */

writeReport()
