#include "services/compare/comparison_link.h"

#include "services/query/scan.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonParseError>
#include <QStringDecoder>
#include <QtEndian>

#include <algorithm>

namespace binnacle {

namespace {

constexpr std::string_view scheme = "binnacle:compare?";
constexpr std::size_t longestName = 500; // bytes of a source's name or a run's id

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ComparisonLink)
};

std::string encoded(const std::string& text)
{
    return QByteArray::fromStdString(text).toPercentEncoding().toStdString();
}

// nullopt: not UTF-8, too long, or with characters that have no place in a name.
std::optional<std::string> decoded(std::string_view text)
{
    const auto bytes = QByteArray::fromPercentEncoding(
        QByteArray(text.data(), static_cast<qsizetype>(text.size())));
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString words = decoder(bytes);
    const bool plain = std::ranges::all_of(
        words, [](QChar c) { return c.category() != QChar::Other_Control && !c.isNull(); });
    if (decoder.hasError() || !plain || static_cast<std::size_t>(bytes.size()) > longestName)
        return std::nullopt;
    return bytes.toStdString();
}

std::vector<std::string_view> split(std::string_view text, char at)
{
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find(at, begin), text.size());
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

constexpr auto base64 = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

// The JSON in `c`; nullopt: damaged, or more than a layout can be.
std::optional<QByteArray> cardsFrom(std::string_view text)
{
    const auto packed =
        QByteArray::fromBase64Encoding(QByteArray(text.data(), static_cast<qsizetype>(text.size())),
                                       base64 | QByteArray::AbortOnBase64DecodingErrors);
    constexpr qsizetype head = 4; // the size unpacked, as qCompress writes it
    if (!packed || packed.decoded.size() < head)
        return std::nullopt;
    if (qFromBigEndian<quint32>(packed.decoded.constData()) > ComparisonLink::longestCards)
        return std::nullopt;
    QByteArray json = qUncompress(packed.decoded);
    QJsonParseError problem;
    const auto document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError || !document.isObject() ||
        static_cast<std::size_t>(json.size()) > ComparisonLink::longestCards)
        return std::nullopt;
    return json;
}

Error invalid(const QString& message)
{
    return {Error::Kind::Invalid, message, {}};
}

Result<void> takeRuns(ComparisonLink& link, const std::string& source, std::string_view ids)
{
    for (const auto id : split(ids, ',')) {
        if (id.empty())
            continue;
        auto name = decoded(id);
        if (!name || name->empty())
            return failure(invalid(Text::tr("The link names a run that can not be read.")));
        ComparisonLink::Run run{source, std::move(*name)};
        if (std::ranges::find(link.runs, run) != link.runs.end())
            continue;
        if (link.runs.size() == ComparisonLink::mostRuns)
            return failure(invalid(
                Text::tr("The link names more than %1 runs.").arg(ComparisonLink::mostRuns)));
        link.runs.push_back(std::move(run));
    }
    return {};
}

} // namespace

std::string formatComparisonLink(const ComparisonLink& link)
{
    std::string text = std::string(scheme) + "v=1";
    const ComparisonLink::Run* before = nullptr;
    for (const auto& run : link.runs) {
        if (!before || before->source != run.source)
            text += "&s=" + encoded(run.source) + "&r=";
        else
            text += ',';
        text += encoded(run.runId);
        before = &run;
    }
    if (!link.cards.isEmpty())
        text += "&c=" + qCompress(link.cards, 9).toBase64(base64).toStdString();
    return text;
}

Result<ComparisonLink> parseComparisonLink(const std::string& text)
{
    if (text.size() > ComparisonLink::longestLink)
        return failure(invalid(Text::tr("The link is too long.")));
    if (!text.starts_with(scheme))
        return failure(invalid(Text::tr("This is no link to a comparison.")));
    ComparisonLink link;
    std::string source;
    for (const auto part : split(std::string_view(text).substr(scheme.size()), '&')) {
        const auto equals = part.find('=');
        if (equals == std::string_view::npos)
            continue;
        const auto name = part.substr(0, equals);
        const auto value = part.substr(equals + 1);
        if (name == "s") {
            auto words = decoded(value);
            if (!words)
                return failure(invalid(Text::tr("The link names a source that can not be read.")));
            source = std::move(*words);
        } else if (name == "r") {
            if (auto taken = takeRuns(link, source, value); !taken)
                return failure(taken.error());
        } else if (name == "c") {
            auto cards = cardsFrom(value);
            if (!cards)
                return failure(invalid(Text::tr("The cards of the link can not be read.")));
            link.cards = std::move(*cards);
        }
    }
    if (link.runs.empty())
        return failure(invalid(Text::tr("The link names no run.")));
    return link;
}

Result<LinkedRuns> findLinkedRuns(const std::shared_ptr<Workspace>& workspace,
                                  const ComparisonLink& link)
{
    return workspace->read([&](SQLite::Database& db) -> Result<LinkedRuns> {
        LinkedRuns found;
        Scan scan(db, "SELECT r.id, s.name FROM run r JOIN source s ON s.id = r.source WHERE "
                      "r.run_id = ?1");
        for (const auto& run : link.runs) {
            std::optional<std::int64_t> exact, any;
            int count = 0;
            scan.bind(1, run.runId);
            while (scan.next()) {
                ++count;
                any = scan.integer(0);
                if (scan.text(1) == run.source)
                    exact = any;
            }
            if (!exact && count == 1)
                exact = any;
            if (exact)
                found.runs.push_back(static_cast<RunRowId>(*exact));
            else
                found.missing.push_back(run);
        }
        return found;
    });
}

Result<ComparisonLink> linkTo(const std::shared_ptr<Workspace>& workspace,
                              const std::vector<RunRowId>& runs, QByteArray cards)
{
    return workspace->read([&](SQLite::Database& db) -> Result<ComparisonLink> {
        ComparisonLink link;
        link.cards = std::move(cards);
        Scan scan(db, "SELECT s.name, r.run_id FROM run r JOIN source s ON s.id = r.source WHERE "
                      "r.id = ?1");
        for (const auto run : runs) {
            scan.bind(1, raw(run));
            if (scan.next())
                link.runs.push_back({std::string(scan.text(0)), std::string(scan.text(1))});
            scan.rewind();
        }
        return link;
    });
}

} // namespace binnacle
