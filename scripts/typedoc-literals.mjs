// A TypeDoc plug-in. Members of an anonymous type (a variant of a union, a table `as const`) need no comment of their own:
// the comment on the variant says more than one on each of its fields would, and the named thing around them needs one.
import { Converter, ReflectionKind } from 'typedoc'

export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    const excused = Object.values(project.reflections)
      .filter((each) => each.kindOf(ReflectionKind.Property) && !each.hasComment())
      .filter((each) => each.parent?.kindOf(ReflectionKind.TypeLiteral) && !isInParameter(each))
      .map((each) => each.getFriendlyFullName())
    const known = app.options.getValue('intentionallyNotDocumented')
    app.options.setValue('intentionallyNotDocumented', [...new Set([...known, ...excused])])
  })
}

/** Parameters are never asked for comments; excusing them would be a warning. */
function isInParameter(reflection) {
  for (let above = reflection.parent; above; above = above.parent) {
    if (above.kindOf(ReflectionKind.Parameter)) return true
  }
  return false
}
