import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime'

export type Person = { address: string; name: string }

/** A mail as the JSON interface gives it; `to` are the people in its header, `recipients` those it was delivered to. */
export type Mail = {
  id: string
  from: Person[]
  to: Person[]
  recipients: string[]
  subject: string
  text: string
  html: string
  date: string
  time: string
  headers: Record<string, string>
}

export type Store = {
  save(recipients: string[], source: Buffer): Promise<string>
  /** Oldest first. */
  all(): Promise<Mail[]>
  find(id: string): Promise<Mail | undefined>
  source(id: string): Promise<Buffer | undefined>
  attachments(id: string): Promise<Attachment[]>
  remove(id: string): Promise<boolean>
  removeAll(): Promise<void>
}

const ID = /^\d{13}-\d{4}-[0-9a-f]{8}$/
const DELIVERED_TO = 'delivered-to'

/**
 * Mails as .eml files in a folder, so that they outlive a restart. The name of a file says when the mail came; whom it
 * was delivered to stands in header lines put before its own, as mail servers do it.
 * @param most how many are kept; the oldest make room
 */
export async function openStore(folder: string, most = 1000): Promise<Store> {
  await mkdir(folder, { recursive: true })
  const names = await readdir(folder)
  await Promise.all(names.filter((name) => name.endsWith('.part')).map((name) => rm(join(folder, name))))
  const isMail = (name: string) => name.endsWith('.eml') && ID.test(name.slice(0, -4))
  const ids = names
    .filter(isMail)
    .map((name) => name.slice(0, -4))
    .sort()
  const read = new Map<string, Promise<Mail>>()
  let count = 0

  const pathOf = (id: string) => join(folder, `${id}.eml`)
  const find = (id: string): Promise<Mail> | undefined => {
    if (!ids.includes(id)) return undefined
    if (!read.has(id))
      read.set(
        id,
        readFile(pathOf(id)).then((source) => parse(id, source)),
      )
    return read.get(id)
  }
  const remove = async (id: string): Promise<boolean> => {
    const at = ids.indexOf(id)
    if (at < 0) return false
    ids.splice(at, 1)
    read.delete(id)
    await rm(pathOf(id), { force: true })
    return true
  }
  return {
    async save(recipients, source) {
      const order = String(count++ % 10_000).padStart(4, '0')
      const id = `${Date.now()}-${order}-${randomBytes(4).toString('hex')}`
      const delivered = recipients.map((address) => `Delivered-To: ${address.replaceAll(/[\r\n]/g, '')}\r\n`)
      await writeFile(`${pathOf(id)}.part`, Buffer.concat([Buffer.from(delivered.join('')), source]), { mode: 0o600 })
      await rename(`${pathOf(id)}.part`, pathOf(id))
      ids.push(id)
      while (ids.length > most) await remove(ids[0]!)
      return id
    },
    all: async () => Promise.all(ids.map((id) => find(id)!)),
    find: async (id) => find(id),
    source: async (id) => (ids.includes(id) ? readFile(pathOf(id)) : undefined),
    attachments: async (id) =>
      ids.includes(id) ? (await PostalMime.parse(await readFile(pathOf(id)))).attachments : [],
    remove,
    async removeAll() {
      for (const id of [...ids]) await remove(id)
    },
  }
}

async function parse(id: string, source: Buffer): Promise<Mail> {
  const came = new Date(Number(id.slice(0, 13))).toISOString()
  const mail = await PostalMime.parse(source).catch((): Partial<Email> => ({ text: source.toString('utf8') }))
  const headers = mail.headers ?? []
  return {
    id,
    from: people(mail.from ? [mail.from] : []),
    to: people(mail.to ?? []),
    recipients: headers.filter(({ key }) => key === DELIVERED_TO).map(({ value }) => value),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
    date: mail.date && !Number.isNaN(Date.parse(mail.date)) ? new Date(mail.date).toISOString() : came,
    time: came,
    // A header that comes twice keeps its first value, which the server nearest to us wrote.
    headers: Object.fromEntries(headers.toReversed().map(({ key, value }) => [key, value])),
  }
}

function people(addresses: Address[]): Person[] {
  return addresses.flatMap((entry) => entry.group ?? [entry]).map(({ address = '', name }) => ({ address, name }))
}
