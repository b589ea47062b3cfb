import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { openLog, sql, workJobs } from '#platform'
import type { World } from './a-provider.ts'

/** A log-out token as a product's server got it, and when. */
export type Heard = {
  readonly path: string
  readonly sub: string
  readonly sid: string
  readonly typ: string
  readonly type: string | undefined
  readonly jti: string
  readonly exp: number
  readonly iat: number
  readonly aud: string
  readonly status: number
  readonly at: number
}

/**
 * A product's server that hears of log-outs. Its paths may stand for products of their own.
 * @param answer the status of each answer; with 504 none is sent
 */
export async function aListener(
  t: Pick<TestContext, 'after'>,
  answer: (count: number, path: string) => number = () => 200,
) {
  /** Every token it was sent, and those it said yes to. */
  const tried: Heard[] = []
  const heard: Heard[] = []
  const server = createServer(async (req, res) => {
    const form = new URLSearchParams((await req.toArray()).join(''))
    const [header, payload] = form
      .get('logout_token')!
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))
    assert.deepEqual(payload.events, { 'http://schemas.openid.net/event/backchannel-logout': {} })
    assert.equal(payload.nonce, undefined)
    const path = req.url ?? '/'
    res.statusCode = answer(tried.length, path)
    const token = { ...payload, typ: header.typ, type: req.headers['content-type'], path, status: res.statusCode }
    tried.push({ ...token, at: performance.now() })
    if (res.statusCode === 200) heard.push(tried.at(-1)!)
    if (res.statusCode === 302) res.setHeader('location', '/')
    if (res.statusCode !== 504) res.end()
  })
  const listen = (port: number) =>
    new Promise<number>((resolve) => {
      server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
    })
  const port = await listen(0)
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://tracker.localhost:${port}/out`,
    tried,
    heard,
    count: () => tried.length,
    /** Goes down: connections to it are refused. */
    async goDown() {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    },
    comeBack: () => listen(port),
  }
}

/** Runs the jobs of a provider until the test ends. */
export async function working(world: World): Promise<void> {
  const log = openLog('silent')
  const { provider, database } = world
  const runners = await Promise.all([
    workJobs({ database, tasks: provider.tasks, log }),
    workJobs({ database, log, ...provider.deliveries }),
  ])
  for (const runner of runners) world.stopFirst(() => runner.stop())
}

/** Waits for something to become so; gives how long it took. */
export async function until(done: () => boolean | Promise<boolean>, what = 'it', most = 10_000): Promise<number> {
  const start = performance.now()
  while (!(await done())) {
    assert.ok(performance.now() - start < most, `${what} never happened`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return performance.now() - start
}

/** Lets every waiting job of log-outs be due now, in place of the time that would have to pass. */
export async function hurry(world: World): Promise<void> {
  await world.database.durable.run(sql`
    select graphile_worker.reschedule_jobs(array_agg(id), run_at => now()) from graphile_worker.jobs
    where task_identifier = 'openid.deliver-log-outs' and locked_at is null`)
}
