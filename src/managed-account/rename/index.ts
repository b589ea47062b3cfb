/** Addresses of a whole domain move to another one (MAN-3). */
export { rowsOf } from './plan-store.ts'
export { isUnderWay, type Obstacle, type Rename, type RenameRow, type RowState, rowStates } from './rename.ts'
export { beginRename, cancelRename, startRename } from './start-rename.ts'
export { renameById, renamesOf } from './store.ts'
export { resumeRenames, workRename } from './work-rename.ts'
export { writePlan } from './write-plan.ts'
