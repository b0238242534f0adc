export {
  type AppliedPlan,
  applyPlan,
  type DesiredSubscription,
  mergeTasks,
  planSubscriptions,
  type SubscriptionLedger,
  type SubscriptionPlan,
  type SubscriptionStatus,
} from './plan.ts'
export { problemsText, type ReadTasks, readTasks, type TaskProblem } from './read-tasks.ts'
export { SubscriptionManager } from './subscription-manager.ts'
export { type SubscriptionTask, type TaskSet, taskKey } from './subscription-task.ts'
export { TaskFile, type TaskFileOptions } from './task-file.ts'
export { configTasks, type TaskSource } from './task-source.ts'
