#include "models/dataset_profile_text.h"

#include "models/number_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <cmath>

namespace binnacle {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("DatasetProfile", text);
}

std::optional<double> quantile(const ColumnProfile& profile, double share)
{
    const auto found = profile.quantiles.find(share);
    return found == profile.quantiles.end() ? std::nullopt : std::optional(found->second);
}

void addNumbers(const ColumnProfile& profile, std::vector<ProfileFact>& facts)
{
    const auto add = [&](const QString& name, double share) {
        if (const auto value = quantile(profile, share))
            facts.push_back({name, profileValue(profile, value)});
    };
    const bool temporal = isTemporal(profile.column.kind);
    if (profile.outliers && !temporal)
        facts.push_back(
            {tr("Outliers"), countText(profile.outliers->low + profile.outliers->high)});
    else if (!temporal)
        facts.push_back({tr("Mean"), profileValue(profile, profile.mean)});
    else
        add(tr("Median"), 0.5);
    facts.push_back({tr("Min"), profileValue(profile, profile.min, profile.minText)});
    facts.push_back({tr("Max"), profileValue(profile, profile.max, profile.maxText)});
    if (!isNumeric(profile.column.kind))
        return;
    add(QStringLiteral("25 %"), 0.25);
    add(QStringLiteral("75 %"), 0.75);
    add(tr("Median"), 0.5);
    if (profile.outliers)
        facts.push_back({tr("Mean"), profileValue(profile, profile.mean)});
    facts.push_back({tr("Std"), profileValue(profile, profile.std)});
    if (profile.infinite > 0)
        facts.push_back({tr("Infinite"), countText(profile.infinite)});
}

} // namespace

QString percentText(std::int64_t part, std::int64_t whole)
{
    if (part == 0 || whole == 0)
        return QStringLiteral("0 %");
    const double percent = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
    if (percent < 0.1)
        return QStringLiteral("< 0.1 %");
    if (part < whole && percent > 99.9)
        return QStringLiteral("> 99.9 %");
    return QStringLiteral("%1 %").arg(QString::number(percent, 'f', percent < 9.95 ? 1 : 0));
}

QString profileValue(const ColumnProfile& profile, const std::optional<double>& value,
                     const std::string& exact)
{
    const auto kind = profile.column.kind;
    if (isTemporal(kind)) {
        if (!exact.empty())
            return QString::fromStdString(exact);
        return value ? QString::fromStdString(timeText(*value, kind)) : missingText();
    }
    if (kind == ColumnKind::Text)
        return exact.empty() ? missingText() : QString::fromStdString(exact).simplified().left(60);
    if (!value)
        return missingText();
    if (kind == ColumnKind::Integer && !exact.empty() && std::abs(*value) >= 1e15)
        return QString::fromStdString(exact);
    if (kind == ColumnKind::Integer && std::floor(*value) == *value && std::abs(*value) < 1e15)
        return countText(static_cast<qint64>(*value));
    return numberText(*value);
}

QString distinctText(const ColumnProfile& profile)
{
    const auto count = countText(profile.distinct);
    return profile.distinctExact ? count : tr("about %1").arg(count);
}

QString missingShareText(const ColumnProfile& profile)
{
    return profile.missing == 0 ? tr("None missing")
                                : tr("%1 missing").arg(percentText(profile.missing, profile.rows));
}

QString profileRemark(const ColumnProfile& profile)
{
    if (profile.rows > 0 && profile.present() == 0)
        return tr("All missing");
    if (profile.isConstant())
        return tr("Constant");
    if (profile.distinctExact && profile.rows > 1 && profile.distinct == profile.rows)
        return tr("All different");
    return {};
}

std::vector<ProfileFact> profileFacts(const ColumnProfile& profile)
{
    std::vector<ProfileFact> facts = {{tr("Distinct"), distinctText(profile)}};
    if (profile.present() == 0)
        return facts;
    if (profile.column.kind == ColumnKind::Text) {
        if (const auto& lengths = profile.lengths) {
            facts.push_back({tr("Length"),
                             tr("%1 to %2").arg(countText(lengths->min), countText(lengths->max))});
            facts.push_back({tr("Mean length"), numberText(lengths->mean)});
        }
        if (profile.empty > 0)
            facts.push_back({tr("Empty"), countText(profile.empty)});
        return facts;
    }
    if (profile.min || !profile.minText.empty())
        addNumbers(profile, facts);
    return facts;
}

QString profileSentence(const ColumnProfile& profile)
{
    QStringList parts = {QString::fromStdString(profile.column.name),
                         QString::fromStdString(profile.column.type), missingShareText(profile)};
    for (const auto& fact : profileFacts(profile))
        parts << QStringLiteral("%1 %2").arg(fact.name, fact.value);
    if (const auto remark = profileRemark(profile); !remark.isEmpty())
        parts << remark;
    return parts.join(QStringLiteral(", "));
}

QString profileTip(const ColumnProfile& profile)
{
    QStringList lines = {QStringLiteral("%1 · %2").arg(
        QString::fromStdString(profile.column.name), QString::fromStdString(profile.column.type))};
    for (const auto& [share, value] : profile.quantiles)
        lines << QStringLiteral("%1 %: %2")
                     .arg(QString::number(share * 100), profileValue(profile, value));
    if (const auto& outliers = profile.outliers)
        lines << tr("Outliers outside %1 to %2 (1.5 IQR): %3 below, %4 above")
                     .arg(profileValue(profile, outliers->lowFence),
                          profileValue(profile, outliers->highFence), countText(outliers->low),
                          countText(outliers->high));
    for (const auto& [value, count] : profile.topValues)
        lines << QStringLiteral("%1: %2 (%3)")
                     .arg(QString::fromStdString(value).simplified().left(60), countText(count),
                          percentText(count, profile.rows));
    if (!profile.topExact)
        lines << tr("The most frequent values are found by a sketch; their counts are exact.");
    return lines.join(QLatin1Char('\n'));
}

} // namespace binnacle
