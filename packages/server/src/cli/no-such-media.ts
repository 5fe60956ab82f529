import { CommandFailure } from './failure.ts'

export function noSuchMedia(code: string): CommandFailure {
  return new CommandFailure(
    `매체 ${code}이(가) 없습니다. media list로 확인해 주세요.`,
    `There is no media ${code}. See: media list`,
  )
}
