import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isSame, type TxtRecord } from './record.ts'

export type Store = {
  /** By name. */
  all(): readonly TxtRecord[]
  /**
   * A record that is there already stays the only one of its kind.
   * @returns whether there was room: a name has 50 at most, so that an answer fits into one message (RFC 1035 §4.2.2)
   */
  add(record: TxtRecord): Promise<boolean>
  remove(record: TxtRecord): Promise<void>
}

export const mostOfName = 50

/** Records in a file, so that they outlive a restart. */
export async function openStore(folder: string): Promise<Store> {
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'records.json')
  let records = await readRecords(file)
  let last: Promise<void> = Promise.resolve()

  const change = (make: (before: readonly TxtRecord[]) => readonly TxtRecord[]): Promise<void> => {
    const done = last.then(async () => {
      const next = make(records).toSorted((one, other) => (one.name < other.name ? -1 : Number(one.name > other.name)))
      await writeFile(`${file}.part`, `${JSON.stringify(next, undefined, 2)}\n`)
      await rename(`${file}.part`, file)
      records = next
    })
    // One that fails is its asker's affair; the next one goes on from what the file holds.
    last = done.catch(() => undefined)
    return done
  }
  return {
    all: () => records,
    async add(record) {
      let isThere = true
      await change((before) => {
        const others = before.filter((each) => !isSame(each, record))
        isThere = others.filter(({ name }) => name === record.name).length < mostOfName
        return isThere ? [...others, record] : before
      })
      return isThere
    },
    remove: (record) => change((before) => before.filter((each) => !isSame(each, record))),
  }
}

async function readRecords(file: string): Promise<readonly TxtRecord[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return []
    throw new Error(`${file} cannot be read. Mend it, or remove it to begin without records.`, { cause: error })
  }
}
