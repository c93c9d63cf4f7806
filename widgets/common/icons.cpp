#include "widgets/common/icons.h"

#include "widgets/common/theme.h"

#include <QFile>
#include <QIconEngine>
#include <QLoggingCategory>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

static void initialiseIconResources()
{
    Q_INIT_RESOURCE(binnacle_icons);
}

namespace binnacle {

namespace {

Q_LOGGING_CATEGORY(logIcons, "binnacle.icons")

// Renders at paint time, in the colours of the theme then shown: icons follow a theme switch.
class LineIconEngine : public QIconEngine
{
public:
    LineIconEngine(QString name, QByteArray svg, QColor colour)
        : name_(std::move(name)), svg_(std::move(svg)), colour_(colour)
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const QColor tint = tintFor(mode);
        QByteArray tinted = svg_;
        tinted.replace("currentColor", tint.name(QColor::HexRgb).toLatin1());
        QSvgRenderer renderer(tinted);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setOpacity(painter->opacity() * tint.alphaF());
        const int side = qMin(rect.width(), rect.height());
        QRect square(0, 0, side, side);
        square.moveTop(rect.top() + (rect.height() - side) / 2);
        // A wide rectangle keeps room behind the icon: the gap to a button's words.
        if (rect.width() <= side + 1)
            square.moveLeft(rect.left() + (rect.width() - side) / 2);
        else
            square.moveLeft(rect.left());
        renderer.render(painter, square);
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state,
                         qreal scale) override
    {
        // `size` is in device pixels here.
        const QString key = QStringLiteral("binnacle/%1/%2x%3/%4/%5")
                                .arg(name_)
                                .arg(size.width())
                                .arg(size.height())
                                .arg(tintFor(mode).name(QColor::HexArgb))
                                .arg(scale);
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap))
            return pixmap;
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        {
            QPainter painter(&pixmap);
            paint(&painter, QRect(QPoint(), size), mode, state);
        }
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

    QIconEngine* clone() const override { return new LineIconEngine(name_, svg_, colour_); }
    QString key() const override { return QStringLiteral("binnacle-line"); }
    QString iconName() override { return name_; }
    bool isNull() override { return svg_.isEmpty(); }

private:
    QColor tintFor(QIcon::Mode mode) const
    {
        const Theme& theme = Theme::current();
        QColor tint = colour_.isValid() ? colour_ : theme.text;
        if (mode == QIcon::Disabled) {
            tint = theme.faintText;
            tint.setAlpha(150);
        }
        return tint;
    }

    QString name_;
    QByteArray svg_;
    QColor colour_; // invalid: the theme's text
};

} // namespace

QIcon icon(const QString& name, const QColor& colour)
{
    static const bool ready = (initialiseIconResources(), true);
    Q_UNUSED(ready)
    QFile file(QStringLiteral(":/binnacle/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qCWarning(logIcons) << "no icon named" << name << "in widgets/common/icons.txt";
        return {};
    }
    return QIcon(new LineIconEngine(name, file.readAll(), colour));
}

QIcon icon(const QString& name)
{
    return icon(name, QColor());
}

} // namespace binnacle
