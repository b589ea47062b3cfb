/** The list of the accounts that an organization manages (MAN-1): found, filtered and sorted by index. */
export {
  countAccounts,
  countManaged,
  type ListedAccount,
  listAccounts,
  managingDomains,
  type Search,
  searchFor,
  wantedIds,
} from './store.ts'
export {
  isFiltered,
  type ListPlace,
  type Order,
  orderIn,
  orders,
  placeIn,
  placeText,
  queryOfWanted,
  type State,
  states,
  twoSteps,
  uses,
  type Wanted,
  type WantedName,
  wantedFrom,
  wantedIn,
  wantedNames,
} from './wanted.ts'
export { recordListExport, writeAccounts } from './write-accounts.ts'
