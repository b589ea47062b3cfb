/** What may be asked for after a password (LOG-10). */
export type SecondStepWay = 'app' | 'passkey' | 'recovery-code'

/** How an account stands with its second step. */
export type SecondStep = {
  /** Set while two-step verification is on. */
  readonly turnedOnAt?: Temporal.Instant
  readonly app?: { readonly addedAt: Temporal.Instant; readonly lastUsedAt?: Temporal.Instant }
  /** How many passkeys and security keys. */
  readonly passkeys: number
  readonly recoveryCodesLeft: number
  /** The set they belong to, for whoever wants to replace just this one. */
  readonly recoveryCodeSet?: string
  /** The way that was good last time. */
  readonly lastWay?: SecondStepWay
}

/** Ways that an account has to prove its second step. Recovery codes are for when there is no other. */
export function waysOf({
  app,
  passkeys,
  recoveryCodesLeft,
}: Pick<SecondStep, 'app' | 'passkeys' | 'recoveryCodesLeft'>): readonly SecondStepWay[] {
  return [
    ...(app ? (['app'] as const) : []),
    ...(passkeys > 0 ? (['passkey'] as const) : []),
    ...(recoveryCodesLeft > 0 ? (['recovery-code'] as const) : []),
  ]
}

/** Whether anything but recovery codes is there: what two-step can be turned on with. */
export const hasSecondStepWay = ({ app, passkeys }: Pick<SecondStep, 'app' | 'passkeys'>): boolean =>
  app !== undefined || passkeys > 0

/** The way to ask for first. */
export function firstWay(step: SecondStep): SecondStepWay | undefined {
  const ways = waysOf(step)
  return ways.find((way) => way === step.lastWay) ?? ways[0]
}

/** From so few on, the holder is told to make new ones. */
export const fewRecoveryCodes = 3
