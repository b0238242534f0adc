export { Rehearsal, type RehearsalPace, type RehearsalStatus } from './rehearsal.ts'
