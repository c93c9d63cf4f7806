#include "services/artifacts/svg_safety.h"

#include <QSet>
#include <QXmlStreamReader>
#include <QXmlStreamWriter>

namespace binnacle {

namespace {

constexpr int mostElements = 200'000;
constexpr int deepest = 200;

const QSet<QString>& allowedElements()
{
    static const QSet<QString> names = {
        QStringLiteral("svg"),      QStringLiteral("g"),
        QStringLiteral("defs"),     QStringLiteral("path"),
        QStringLiteral("rect"),     QStringLiteral("circle"),
        QStringLiteral("ellipse"),  QStringLiteral("line"),
        QStringLiteral("polyline"), QStringLiteral("polygon"),
        QStringLiteral("text"),     QStringLiteral("tspan"),
        QStringLiteral("title"),    QStringLiteral("desc"),
        QStringLiteral("use"),      QStringLiteral("image"),
        QStringLiteral("stop"),     QStringLiteral("linearGradient"),
        QStringLiteral("style"),    QStringLiteral("radialGradient"),
        QStringLiteral("clipPath"), QStringLiteral("symbol"),
        QStringLiteral("switch"),
    };
    return names;
}

bool isAllowed(QStringView element)
{
    return allowedElements().contains(element.toString());
}

// url(#name) stays, any other address does not.
bool reachesOut(QStringView value)
{
    const QString text = value.toString().toLower().remove(u' ');
    for (qsizetype at = text.indexOf(u"url("); at >= 0; at = text.indexOf(u"url(", at + 4)) {
        const QString target = text.mid(at + 4, 2);
        if (!target.startsWith(u'#') && target != u"'#" && target != u"\"#")
            return true;
    }
    return text.contains(u"javascript:") || text.contains(u"@import") || text.contains(u'\\') ||
           text.contains(u"expression(");
}

bool isSafePicture(QStringView href)
{
    return href.startsWith(u"data:image/png;base64,") ||
           href.startsWith(u"data:image/jpeg;base64,");
}

// First pass: whether it is a drawing at all, how large, and who uses whom.
Result<QSet<QString>> idsThatUse(const QByteArray& text)
{
    QXmlStreamReader reader(text);
    QSet<QString> ids;
    QStringList open;
    int elements = 0;
    bool svg = false;
    while (!reader.atEnd()) {
        const auto token = reader.readNext();
        if (token == QXmlStreamReader::StartElement) {
            svg = svg || reader.name() == u"svg";
            open << reader.attributes().value(QStringLiteral("id")).toString();
            if (reader.name() == u"use")
                for (const QString& id : std::as_const(open))
                    ids.insert(id);
            if (++elements > mostElements || open.size() > deepest)
                return failure(Error::Kind::Unsupported,
                               QCoreApplication::translate(
                                   "binnacle", "This drawing is too large to be shown."));
        } else if (token == QXmlStreamReader::EndElement) {
            open.removeLast();
        }
    }
    if (reader.hasError() || !svg)
        return failure(Error::Kind::Invalid,
                       QCoreApplication::translate("binnacle", "This is no valid SVG."),
                       reader.errorString());
    ids.remove(QString());
    return ids;
}

class SafeCopy
{
public:
    SafeCopy(const QByteArray& text, QSet<QString> usingIds)
        : reader_(text), writer_(&copy_), usingIds_(std::move(usingIds))
    {
    }

    QByteArray make()
    {
        writer_.writeStartDocument();
        while (!reader_.atEnd())
            take(reader_.readNext());
        writer_.writeEndDocument();
        return copy_;
    }

private:
    void take(QXmlStreamReader::TokenType token)
    {
        switch (token) {
        case QXmlStreamReader::StartElement:
            startElement();
            break;
        case QXmlStreamReader::EndElement:
            writer_.writeEndElement();
            break;
        case QXmlStreamReader::Characters:
            writer_.writeCharacters(reader_.text().toString());
            break;
        default:
            break; // comments, instructions, document types
        }
    }

    void startElement()
    {
        const QString name = reader_.name().toString();
        // The elements themselves are taken by their bare name: nothing outside of SVG stays.
        if (!isAllowed(name) || isUnsafe(name)) {
            reader_.skipCurrentElement();
            return;
        }
        if (name == u"style") {
            const QString rules = reader_.readElementText(QXmlStreamReader::SkipChildElements);
            if (!reachesOut(rules))
                writer_.writeTextElement(name, rules);
            return;
        }
        writer_.writeStartElement(name);
        if (name == u"svg" && !rooted_) {
            rooted_ = true;
            writer_.writeDefaultNamespace(QStringLiteral("http://www.w3.org/2000/svg"));
            writer_.writeNamespace(QStringLiteral("http://www.w3.org/1999/xlink"),
                                   QStringLiteral("xlink"));
        }
        for (const auto& attribute : reader_.attributes())
            writeAttribute(attribute);
    }

    QStringView href() const
    {
        for (const auto& attribute : attributes_)
            if (attribute.name() == u"href")
                return attribute.value();
        return {};
    }

    bool isUnsafe(const QString& name)
    {
        attributes_ = reader_.attributes();
        if (name == u"use")
            return !href().startsWith(u'#') || usingIds_.contains(href().mid(1).toString());
        return name == u"image" && !isSafePicture(href());
    }

    void writeAttribute(const QXmlStreamAttribute& attribute)
    {
        const QString name = attribute.name().toString();
        const auto space = attribute.namespaceUri();
        if (name == u"href") {
            if (attribute.value().startsWith(u'#') || isSafePicture(attribute.value()))
                writer_.writeAttribute(QStringLiteral("xlink:href"), attribute.value().toString());
            return;
        }
        const bool known = space.isEmpty() || attribute.prefix() == u"xml";
        if (!known || name.startsWith(u"on", Qt::CaseInsensitive) || reachesOut(attribute.value()))
            return;
        writer_.writeAttribute(attribute.prefix() == u"xml" ? QStringLiteral("xml:") + name : name,
                               attribute.value().toString());
    }

    QXmlStreamReader reader_;
    QByteArray copy_;
    QXmlStreamWriter writer_;
    QSet<QString> usingIds_;
    QXmlStreamAttributes attributes_;
    bool rooted_ = false;
};

} // namespace

Result<QByteArray> safeSvg(const QByteArray& text)
{
    auto ids = idsThatUse(text);
    if (!ids)
        return failure(ids.error());
    return SafeCopy(text, std::move(*ids)).make();
}

} // namespace binnacle
