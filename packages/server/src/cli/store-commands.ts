import type { Command } from 'commander'
import { kstText } from '../console/kst-day.ts'
import { byWhom } from './by-whom.ts'
import { confirm } from './confirm.ts'
import { print } from './print.ts'
import { withParts } from './with-parts.ts'

const question = [
  '보내기를 다시 시작합니다. 끝나지 않은 적립은 모두 Cafe24의 내역에서 먼저 찾고, 하루 동안은 보내기 전에 하나하나 찾습니다.',
  '옛 저장소를 쓰던 프로세스가 모두 멈추었는지, 지금의 저장소가 맞는지 먼저 확인해 주세요.',
  'Sending goes on. Every credit that is not done is looked for at Cafe24 first, and for a day each before it is sent.',
  'Make sure that no process still uses the old store, and that this one is the right one.',
]

/** `pointpay store …`: whether sending is halted since the store went back in time, and how it goes on. */
export function addStoreCommands(program: Command): void {
  const store = program.command('store').description('저장소 / the store')

  store
    .command('status')
    .description('보내기가 멈추어 있는지 / whether sending is halted')
    .option('--json', 'JSON으로 / as JSON')
    .action((options: { json?: boolean }) =>
      withParts(async ({ credits }) => {
        const { halted, carefulUntil } = await credits.recovery.standing()
        const careful = carefulUntil && carefulUntil > new Date() ? kstText(carefulUntil) : null
        print(
          { halted, carefulUntil },
          [
            halted
              ? `${kstText(halted.since)} KST부터 보내기가 멈추어 있습니다: ${halted.reason} / Sending is halted.`
              : '보내고 있습니다. / Sending goes on.',
            ...(careful
              ? [`${careful} KST까지는 보내기 전에 하나하나 찾습니다. / Each is looked for first.`]
              : []),
          ],
          options,
        )
      }),
    )

  store
    .command('resume')
    .description('멈춘 보내기를 다시 시작합니다 / lets sending go on')
    .option('--yes', '묻지 않습니다 / does not ask')
    .action((options: { yes?: boolean }) =>
      withParts(async ({ credits }) => {
        const { halted } = await credits.recovery.standing()
        if (halted) await confirm([halted.reason, ...question], { yes: options.yes === true })
        const result = await credits.recovery.resume({ by: byWhom() })
        print(
          result,
          result.kind === 'resumed'
            ? [
                `다시 시작했습니다. 먼저 찾아볼 적립 ${result.parts}건 / Resumed; ${result.parts} to be looked for.`,
              ]
            : ['멈추어 있지 않습니다. / Sending was not halted.'],
          {},
        )
      }),
    )
}
