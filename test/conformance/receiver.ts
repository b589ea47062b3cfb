import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

type Pushed = {
  readonly token: string
  readonly type: string | undefined
  readonly accept: string | undefined
  readonly path: string
}

/** A product's server that is pushed events. */
export async function aReceiver(t: TestContext, answer: (count: number, path: string) => number = () => 202) {
  const pushed: Pushed[] = []
  const server = createServer(async (req, res) => {
    const token = (await req.toArray()).join('')
    const path = req.url ?? ''
    res.statusCode = answer(pushed.length, path)
    pushed.push({ token, type: req.headers['content-type'], accept: req.headers.accept, path })
    res.end()
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://tracker.localhost:${(server.address() as AddressInfo).port}/events`, pushed }
}
