import type { AccountView, MediaCode, Role } from '@pointpay/contracts'
import { type Command, Option } from 'commander'
import type { AccountResult } from '../console/index.ts'
import { askPassword } from './ask-password.ts'
import { byWhom } from './by-whom.ts'
import { CommandFailure, exitCodes } from './failure.ts'
import { print, table } from './print.ts'
import { withParts } from './with-parts.ts'

interface AddOptions {
  name: string
  role: Role
  media: string[]
  passwordStdin?: boolean
}

/** `pointpay account …` */
export function addAccountCommands(program: Command): void {
  const account = program.command('account').description('콘솔 계정 / accounts of the console')

  account
    .command('add')
    .description('계정을 만듭니다 / adds an account')
    .argument('<login>', '아이디: 소문자, 숫자, . _ - 3~40자')
    .requiredOption('--name <name>', '이름 / the person’s name')
    .addOption(new Option('--role <role>', '역할 / role').choices(['operator', 'manager']).default('manager'))
    .option('--media <code...>', '담당자가 볼 매체 / the media that a manager sees', [])
    .addOption(passwordStdin())
    .action(async (login: string, options: AddOptions) => {
      const password = await askPassword({ fromStdin: options.passwordStdin ?? false })
      await withParts(async (parts) => {
        const { name, role, media } = options
        const wanted = { login, name, role, mediaCodes: media as MediaCode[], password }
        const result = await parts.console.accounts.add(wanted, byWhom())
        const made = accountOf(result, login)
        print(made, [`계정 ${made.login} (${roleWords[made.role]})을 만들었습니다. / Account added.`], {})
      })
    })

  account
    .command('password')
    .description('비밀번호를 바꿉니다; 열려 있던 로그인은 모두 끝납니다 / sets a new password')
    .argument('<login>')
    .addOption(passwordStdin())
    .action(async (login: string, options: { passwordStdin?: boolean }) => {
      const password = await askPassword({ fromStdin: options.passwordStdin ?? false })
      await change(login, { password }, `${login}의 비밀번호를 바꾸었습니다. / Password changed.`)
    })

  account
    .command('disable')
    .description('계정을 중지합니다; 곧바로 로그아웃됩니다 / shuts an account out at once')
    .argument('<login>')
    .action((login: string) =>
      change(login, { disabled: true }, `${login} 계정을 중지했습니다. / Account disabled.`),
    )

  account
    .command('enable')
    .description('중지한 계정을 다시 엽니다 / lets a disabled account in again')
    .argument('<login>')
    .action((login: string) =>
      change(login, { disabled: false }, `${login} 계정을 다시 열었습니다. / Account enabled.`),
    )

  account
    .command('second-factor-off')
    .description('인증 앱을 잃어버린 계정의 2단계 인증을 끕니다 / ends the second factor of a lost phone')
    .argument('<login>')
    .action((login: string) =>
      change(
        login,
        { secondFactor: false },
        `${login}의 2단계 인증을 껐습니다. 다시 로그인해서 새로 켜 주세요. / Second factor off.`,
      ),
    )

  account
    .command('list')
    .description('모든 계정 / all accounts')
    .option('--json', 'JSON으로 / as JSON')
    .action((options: { json?: boolean }) =>
      withParts(async ({ console }) => {
        const accounts = await console.accounts.list()
        const rows = accounts.map((each) => [
          each.login,
          each.name,
          roleWords[each.role],
          each.role === 'operator' ? '모두' : each.mediaCodes.join(' ') || '-',
          each.disabled ? '중지' : '사용',
          each.secondFactor ? '켜짐' : '-',
          each.lastLoginAt ?? '-',
        ])
        print(
          accounts,
          rows.length === 0
            ? ['계정이 없습니다. / No accounts yet: pointpay account add']
            : table([['아이디', '이름', '역할', '매체', '상태', '2단계 인증', '마지막 로그인'], ...rows]),
          options,
        )
      }),
    )
}

const passwordStdin = () =>
  new Option('--password-stdin', '비밀번호를 표준 입력에서 / reads the password from stdin')

const roleWords: Record<Role, string> = { operator: '운영자', manager: '매체 담당자' }

async function change(
  login: string,
  wanted: { password?: string; disabled?: boolean; secondFactor?: false },
  done: string,
): Promise<void> {
  await withParts(async (parts) => {
    const result = await parts.console.accounts.change(login, wanted, byWhom())
    print(accountOf(result, login), [done], {})
  })
}

function accountOf(result: AccountResult, login: string): AccountView {
  switch (result.kind) {
    case 'done':
      return result.account
    case 'exists':
      throw new CommandFailure(
        `아이디 ${login}은(는) 이미 있습니다. 바뀐 것은 없습니다.`,
        `Account ${login} exists already. Nothing was changed.`,
      )
    case 'not-found':
      throw new CommandFailure(
        `아이디 ${login}이(가) 없습니다. account list로 확인해 주세요.`,
        `There is no account ${login}. See: account list`,
      )
    case 'media-unknown':
      throw new CommandFailure(
        `매체 ${result.mediaCode}이(가) 없습니다. 바뀐 것은 없습니다. media list로 확인해 주세요.`,
        `There is no media ${result.mediaCode}. Nothing was changed. See: media list`,
      )
    case 'invalid':
      throw new CommandFailure(
        `${fieldWords[result.field] ?? result.field} 바뀐 것은 없습니다.`,
        `The ${result.field} is not usable. Nothing was changed.`,
        exitCodes.usage,
      )
  }
}

const fieldWords: Record<string, string> = {
  login: '아이디는 소문자, 숫자, . _ - 로 3~40자여야 합니다.',
  name: '이름은 1~40자여야 합니다.',
  password: '비밀번호는 10~200자여야 합니다.',
  mediaCodes: '매체코드가 올바르지 않습니다.',
}
