#include "models/dataset_link.h"

#include <QDir>
#include <QFileInfo>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>
#include <array>

namespace binnacle {

namespace {
const auto linkHead = QLatin1String("binnacle:dataset?");
}

QString datasetLink(const DatasetAddress& address)
{
    QUrlQuery query;
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty())
            query.addQueryItem(QLatin1String(name), QString::fromLatin1(QUrl::toPercentEncoding(
                                                        QString::fromStdString(value))));
    };
    add("path", address.path);
    add("table", address.table);
    add("encoding", address.encoding);
    return linkHead + query.toString(QUrl::FullyEncoded);
}

std::optional<DatasetAddress> datasetOfLink(const QString& link)
{
    if (!isDatasetLink(link))
        return std::nullopt;
    const QUrlQuery query(link.mid(linkHead.size()));
    const auto value = [&](const char* name) {
        return query.queryItemValue(QLatin1String(name), QUrl::FullyDecoded).toStdString();
    };
    DatasetAddress address;
    address.path = value("path");
    address.table = value("table");
    address.encoding = value("encoding");
    if (address.path.empty() || address.path.front() != '/')
        return std::nullopt;
    return address;
}

bool isDatasetLink(const QString& text)
{
    return text.startsWith(linkHead);
}

bool looksLikeDataset(const QString& place)
{
    if (place.contains(QLatin1String("://")))
        return false;
    auto name = place.section(QLatin1Char('/'), -1).toLower();
    for (const char* packed : {".gz", ".zst"})
        if (name.endsWith(QLatin1String(packed)))
            name.chop(static_cast<int>(qstrlen(packed)));
    static constexpr std::array ends = {".csv",   ".tsv",     ".jsonl",  ".ndjson",
                                        ".json",  ".parquet", ".pq",     ".feather",
                                        ".arrow", ".sqlite",  ".sqlite3"};
    return std::ranges::any_of(ends,
                               [&](const char* end) { return name.endsWith(QLatin1String(end)); });
}

QString datasetTitle(const DatasetAddress& address)
{
    const auto path = QString::fromStdString(address.path);
    auto name = path.section(QLatin1Char('/'), -1, -1, QString::SectionSkipEmpty);
    if (path.contains(QLatin1Char('*')))
        name = path.section(QLatin1Char('/'), -2, -1, QString::SectionSkipEmpty);
    return address.table.empty()
               ? name
               : QStringLiteral("%1 · %2").arg(name, QString::fromStdString(address.table));
}

} // namespace binnacle
