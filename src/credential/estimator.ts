import { Worker } from 'node:worker_threads'
import { Refusal } from '#kernel'

/** How well a password would stand against guessing: 0 none to 4 very well. */
export type Score = 0 | 1 | 2 | 3 | 4
export type Estimate = { readonly score: Score; readonly leaked: boolean }

const idleSeconds = 60
const mostWaiting = 50
const waiting = new Map<number, { resolve(estimate: Estimate): void; reject(error: Error): void }>()
let worker: Worker | undefined
let idle: NodeJS.Timeout | undefined
let last = 0

/**
 * Estimates how many guesses a password would take, in a thread of its own: the dictionaries take 100 MB and some passwords
 * 100 ms, and neither belongs in the process that serves log-ins. The thread goes when nobody has asked for a minute.
 * @throws Refusal 'credential.busy' 503 when too many wait: anybody may ask, so a flood must not grow without end
 */
export function estimate(password: string, context: readonly string[]): Promise<Estimate> {
  if (waiting.size >= mostWaiting) throw new Refusal('credential.busy', 503, { retryAfterSeconds: 5 })
  worker ??= startWorker()
  clearTimeout(idle)
  idle = setTimeout(stopWorker, idleSeconds * 1000).unref()
  last += 1
  const id = last
  worker.ref()
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject })
    worker?.postMessage({ id, password, context })
  })
}

function startWorker(): Worker {
  const thread = new Worker(new URL('./estimator-thread.ts', import.meta.url))
  thread.on('message', ({ id, ...result }: Estimate & { id: number }) => {
    waiting.get(id)?.resolve(result)
    waiting.delete(id)
    if (waiting.size === 0) thread.unref()
  })
  thread.on('error', (error) => {
    if (worker === thread) worker = undefined
    for (const each of waiting.values()) each.reject(error as Error)
    waiting.clear()
  })
  return thread
}

function stopWorker(): void {
  if (waiting.size > 0) return
  void worker?.terminate()
  worker = undefined
}
