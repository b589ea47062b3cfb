import { record } from '#audit'
import { system } from '#kernel'
import type { Database, Logger, Statements } from '#platform'
import {
  addFailure,
  isAlarmOn,
  lastMinuteFailures,
  purgeFailures,
  takeOverAlarm,
  upsertAlarm,
  usualFailures,
} from './alarm-store.ts'

const dayMinutes = 24 * 60
// So many times the usual is no accident any more.
const timesUsual = 10
const lastsMinutes = 15

/**
 * Notices guessing that is spread over so many addresses and networks that no count of one of them shows it (LOG-5): by how
 * many log-ins fail in a minute, of all there are. While the alarm is on, unknown devices have work to do; known devices and
 * passkeys never notice.
 */
export type Alarm = ReturnType<typeof openAlarm>

/** @param options.leastPerMinute fewer failures than this in a minute are never an attack, however few are usual */
export function openAlarm({ leastPerMinute = 100, log }: { leastPerMinute?: number; log?: Logger }) {
  const step = Math.ceil(leastPerMinute / 4)
  return {
    isOn: isAlarmOn,
    /**
     * Counts a wrong password from an unknown device. Written only when one was wrong, and looked at more closely only every
     * so many: no log-in waits for it.
     */
    async noteFailure(database: Database): Promise<void> {
      const failures = await addFailure(database.quick)
      if (failures < leastPerMinute || (failures - leastPerMinute) % step !== 0) return
      const usual = await usualFailures(database.quick, dayMinutes)
      if (failures < usual * timesUsual) return
      const isRaised = await database.transaction(async (tx) => {
        const raised = await upsertAlarm(tx, tx.now.add({ minutes: lastsMinutes }), failures)
        if (raised) await record(tx, system, 'sign-in.alarm-began', { failures })
        return raised
      })
      if (isRaised) log?.warn({ failures, usual }, 'log-ins are under attack: unknown devices have work to do')
    },
    /** Ends an alarm whose time is over; runs every minute. */
    async settle(database: Database): Promise<void> {
      const ended = await database.transaction(async (tx) => {
        const alarm = await takeOverAlarm(tx)
        if (alarm) await record(tx, system, 'sign-in.alarm-ended', { failures: alarm.most })
        return alarm
      })
      if (ended) log?.warn({ mostInAMinute: ended.most }, 'the attack on log-ins is over')
      await purgeFailures(database.quick, database.quick.now.subtract({ minutes: dayMinutes }))
    },
    lastMinute: (on: Statements) => lastMinuteFailures(on),
  }
}
