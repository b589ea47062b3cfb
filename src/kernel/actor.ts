/** Where a request came from, as far as the records need it: a network address and a device in words. */
export type Origin = { readonly network?: string; readonly device?: string }

/** Who acts. Acts take one and the audit log keeps it. */
export type Actor =
  | ({ readonly kind: 'visitor' } & Origin)
  | ({ readonly kind: 'holder'; readonly accountId: string } & Origin)
  /** Somebody who acts for an organization that they help to run. */
  | ({ readonly kind: 'admin'; readonly accountId: string; readonly organizationId: string } & Origin)
  | ({ readonly kind: 'operator'; readonly accountId?: string } & Origin)
  | ({ readonly kind: 'product'; readonly productId: string } & Origin)
  | { readonly kind: 'system'; readonly network?: undefined; readonly device?: undefined }

export const system = { kind: 'system' } as const satisfies Actor
