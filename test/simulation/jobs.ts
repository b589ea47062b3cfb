import { type Database, type Statements, sql, type Tasks } from '#platform'
import { Crash } from './crash.ts'

type Job = { id: string; task: string; payload: object }

/** Jobs that wait and whose time has come, by the clock of the simulation; what is queued without a time is due at once. */
const dueJobs = (on: Statements, tasks: readonly string[]) =>
  on.all<Job>(sql`
    select j.id::text as id, t.identifier as task, j.payload
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = any(${[...tasks]}::text[]) and (j.run_at <= ${on.now} or j.run_at <= j.created_at + interval '1 second')
    order by j.run_at, j.id limit 500`)

const complete = (on: Statements, ids: readonly string[]) =>
  on.all(sql`select graphile_worker.complete_jobs(${[...ids]}::bigint[])`)

/**
 * Does what waits until nothing more does, as the job runner would: a job in which the process ends is done again.
 * @param seen is told of jobs that nobody here does: mails, and what other rooms are to do
 */
export async function workOff(
  database: Database,
  tasks: Tasks,
  watched: readonly string[],
  seen: (task: string, payload: object) => void,
): Promise<void> {
  const attempts = new Map<string, number>()
  const names = [...Object.keys(tasks), ...watched]
  for (;;) {
    const due = await dueJobs(database.durable, names)
    if (due.length === 0) return
    const done: string[] = []
    for (const { id, task, payload } of due) {
      try {
        attempts.set(id, (attempts.get(id) ?? 0) + 1)
        if (tasks[task]) await tasks[task](payload as never, { attempts: attempts.get(id) ?? 1, maxAttempts: 25 })
        else seen(task, payload)
        done.push(id)
      } catch (error) {
        if (!(error instanceof Crash)) throw error
      }
    }
    await complete(database.durable, done)
  }
}
