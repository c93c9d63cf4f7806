#include "services/backends/registry_checks.h"

#include <QString>

#include <algorithm>
#include <charconv>
#include <chrono>

namespace binnacle {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("binnacle", text);
}

QString shown(const std::string& text)
{
    return QString::fromStdString(text);
}

bool isReserved(const QString& alias)
{
    if (alias.compare(QLatin1String("latest"), Qt::CaseInsensitive) == 0)
        return true;
    return alias.size() > 1 && alias.front().toLower() == u'v' &&
           std::all_of(alias.begin() + 1, alias.end(), [](QChar c) { return c.isDigit(); });
}

} // namespace

Result<void> checkModelName(const std::string& name)
{
    const auto text = shown(name);
    const bool bad = text.trimmed().isEmpty() || text.size() > 2000 || name == "." ||
                     name == ".." || name.find_first_of("/:") != std::string::npos ||
                     name.find('\0') != std::string::npos;
    if (!bad)
        return {};
    return failure(
        Error::Kind::Invalid,
        tr("“%1” is no name that MLflow takes for a model: 1 to 2000 characters, without "
           "/ and :.")
            .arg(text.left(300)));
}

Result<void> checkAlias(const std::string& alias)
{
    const auto text = shown(alias);
    const auto known = [](QChar c) {
        return c.isLetterOrNumber() || c.isSurrogate() || c == u'_' || c == u'-';
    };
    if (text.isEmpty() || text.size() > 255 || !std::ranges::all_of(text, known))
        return failure(Error::Kind::Invalid,
                       tr("“%1” is no name that MLflow takes for an alias: up to 255 letters, "
                          "digits, _ and -.")
                           .arg(text.left(300)));
    if (isReserved(text))
        return failure(Error::Kind::Invalid,
                       tr("MLflow keeps the alias “%1” for itself: choose another.").arg(text));
    return {};
}

Result<std::string> canonicalStage(const std::string& stage)
{
    for (const char* known : {"None", "Staging", "Production", "Archived"}) {
        if (shown(stage).compare(QLatin1String(known), Qt::CaseInsensitive) == 0)
            return std::string(known);
    }
    return failure(
        Error::Kind::Invalid,
        tr("“%1” is no stage of MLflow: None, Staging, Production or Archived.").arg(shown(stage)));
}

Result<std::int64_t> versionNumberOf(const std::string& model, const std::string& version)
{
    std::int64_t number = 0;
    const auto* end = version.data() + version.size();
    const auto [last, fault] = std::from_chars(version.data(), end, number);
    if (fault != std::errc() || last != end || number < 0)
        return failure(noSuchVersion(model, version));
    return number;
}

Error noSuchModel(const std::string& model)
{
    return {Error::Kind::NotFound,
            tr("There is no model “%1” in this registry.").arg(shown(model)),
            {}};
}

Error noSuchVersion(const std::string& model, const std::string& version)
{
    return {
        Error::Kind::NotFound,
        tr("The model “%1” has no version %2 in this registry.").arg(shown(model), shown(version)),
        {}};
}

Error modelExists(const std::string& model)
{
    return {
        Error::Kind::Conflict, tr("This registry has a model “%1” already.").arg(shown(model)), {}};
}

bool isPromptModel(const std::vector<KeyValue>& tags)
{
    const auto* value = findValue(tags, "mlflow.prompt.is_prompt");
    return value && shown(*value).compare(QLatin1String("true"), Qt::CaseInsensitive) == 0;
}

std::int64_t nowInMilliseconds()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

} // namespace binnacle
