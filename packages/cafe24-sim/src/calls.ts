/** Counts the calls that were answered, by mall, API and status. */
export interface CallCounter {
  count(mallId: string, api: string, status: number): void
  report(mallId: string | null): {
    total: number
    tooMany: number
    byApi: Record<string, Record<string, number>>
  }
  clear(): void
}

export function createCallCounter(): CallCounter {
  const counts = new Map<string, number>()
  return {
    count(mallId, api, status) {
      const key = `${mallId}\n${api}\n${status}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    },
    report(mallId) {
      const report = { total: 0, tooMany: 0, byApi: {} as Record<string, Record<string, number>> }
      for (const [key, count] of counts) {
        const [mall, api = '', status = ''] = key.split('\n')
        if (mallId !== null && mall !== mallId) continue
        report.total += count
        if (status === '429') report.tooMany += count
        const statuses = (report.byApi[api] ??= {})
        statuses[status] = (statuses[status] ?? 0) + count
      }
      return report
    },
    clear: () => counts.clear(),
  }
}
