import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Context, Hono } from 'hono'
import { onlyThisMachine } from '../look/loopback.ts'
import { framed } from './framed.ts'
import { listPage, mailPage, notFoundPage } from './pages.ts'
import type { Mail, Store } from './store.ts'

const PAGE_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

// What a mail brings along runs nothing, loads nothing and can only open links, in windows of their own.
const MAIL_POLICY = [
  "default-src 'none'",
  'img-src data:',
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ')

const PAGE_LENGTH = 100
const asset = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')

/**
 * The mailbox's pages, and a JSON interface with the addresses and names of maildev's (`/email`, `/email/:id`,
 * `/email/:id/html`, `DELETE`). Mails hold log-in links, so other websites must not get at them.
 */
export function mailboxPages(store: Store): Hono {
  const app = new Hono()
  const files = {
    '/mailbox.css': ['text/css', asset('mailbox.css')],
    '/refresh.js': ['text/javascript', asset('refresh.js')],
    '/mark.svg': ['image/svg+xml', asset('mark.svg')],
  }

  app.use(onlyThisMachine({ name: 'mailbox', policy: PAGE_POLICY }))

  for (const [path, [type, text]] of Object.entries(files)) {
    app.get(path, (c) => c.body(text!, 200, { 'Content-Type': `${type}; charset=utf-8` }))
  }

  app.get('/', async (c) => {
    const query = (c.req.query('q') ?? '').trim()
    const before = c.req.query('before')
    const newest = (await store.all()).toReversed().filter((mail) => hasRecipientLike(mail, query))
    const from = before ? newest.findIndex((mail) => mail.id < before) : 0
    const mails = from < 0 ? [] : newest.slice(from, from + PAGE_LENGTH)
    const more = from >= 0 && newest.length > from + PAGE_LENGTH
    return c.html(listPage({ mails, query, total: newest.length, older: more ? mails.at(-1)?.id : undefined }))
  })
  app.get('/mail/:id', async (c) => {
    const mail = await store.find(c.req.param('id'))
    return mail ? c.html(mailPage(mail)) : c.html(notFoundPage(), 404)
  })
  app.post('/mail/:id/delete', async (c) => {
    await store.remove(c.req.param('id'))
    return c.redirect('/', 303)
  })
  app.post('/delete-all', async (c) => {
    await store.removeAll()
    return c.redirect('/', 303)
  })

  app.get('/healthz', (c) => c.json(true))
  app.get('/email', async (c) => {
    const to = c.req.query('to')?.trim().toLowerCase()
    const since = c.req.query('since')
    const sinceMs = since === undefined ? 0 : Date.parse(since)
    if (Number.isNaN(sinceMs)) return c.json({ error: '"since" is a moment like 2026-01-31T12:00:00Z' }, 400)
    const mails = (await store.all()).filter((mail) => Date.parse(mail.time) >= sinceMs)
    return c.json(to === undefined ? mails : mails.filter((mail) => addressesOf(mail).includes(to)))
  })
  app.get('/email/:id', async (c) => {
    const mail = await store.find(c.req.param('id'))
    return mail ? c.json(mail) : missing(c)
  })
  app.get('/email/:id/html', async (c) => {
    const mail = await store.find(c.req.param('id'))
    if (!mail) return missing(c)
    c.header('Content-Security-Policy', MAIL_POLICY)
    return c.html(framed(mail.html, await store.attachments(mail.id)))
  })
  app.get('/email/:id/source', async (c) => {
    const source = await store.source(c.req.param('id'))
    if (!source) return missing(c)
    return c.body(new Uint8Array(source), 200, { 'Content-Type': 'text/plain; charset=utf-8' })
  })
  app.delete('/email/all', async (c) => {
    await store.removeAll()
    return c.json(true)
  })
  app.delete('/email/:id', async (c) => ((await store.remove(c.req.param('id'))) ? c.json(true) : missing(c)))

  app.notFound((c) => c.html(notFoundPage(), 404))
  return app
}

function missing(c: Context): Response {
  return c.json({ error: 'There is no such mail (any more).' }, 404)
}

function addressesOf(mail: Mail): string[] {
  return [...mail.recipients, ...mail.to.map(({ address }) => address)].map((address) => address.toLowerCase())
}

function hasRecipientLike(mail: Mail, query: string): boolean {
  const wanted = query.toLowerCase()
  const names = mail.to.map(({ name }) => name.toLowerCase())
  return query === '' || [...addressesOf(mail), ...names].some((text) => text.includes(wanted))
}
