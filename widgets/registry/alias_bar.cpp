#include "widgets/registry/alias_bar.h"

#include "models/registry_rows.h"
#include "models/registry_versions_model.h"
#include "widgets/common/theme.h"

#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QMimeData>
#include <QPainter>

#include <algorithm>

namespace binnacle {

namespace {
constexpr int chipHeight = 26, padding = 10;
constexpr std::size_t mostChips = 5;
} // namespace

AliasChip::AliasChip(QString alias, QString version, QWidget* parent)
    : QPushButton(parent), alias_(std::move(alias)), version_(std::move(version))
{
    setObjectName(QStringLiteral("alias:") + alias_);
    setAccessibleName(version_.isEmpty() ? tr("%1, held by nobody").arg(alias_)
                                         : tr("%1, held by version %2").arg(alias_, version_));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
}

QSize AliasChip::sizeHint() const
{
    QFont strong = font();
    strong.setWeight(QFont::DemiBold);
    const QString version = version_.isEmpty() ? tr("nobody") : versionText(version_.toStdString());
    return {2 * padding + fontMetrics().horizontalAdvance(alias_) + 6 +
                QFontMetrics(strong).horizontalAdvance(version),
            chipHeight};
}

void AliasChip::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen frame(over_ || hasFocus() ? theme.accent : theme.border, over_ ? 2 : 1);
    if (version_.isEmpty())
        frame.setStyle(Qt::DashLine);
    painter.setPen(frame);
    painter.setBrush(over_ || underMouse() ? theme.accentBackground : theme.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), height() / 2.0 - 1,
                            height() / 2.0 - 1);
    const QRect room = rect().adjusted(padding, 0, -padding, 0);
    painter.setFont(font());
    painter.setPen(theme.mutedText);
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter, alias_);
    QFont strong = font();
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    painter.setPen(version_.isEmpty() ? theme.mutedText : theme.accentText);
    painter.drawText(room, Qt::AlignRight | Qt::AlignVCenter,
                     version_.isEmpty() ? tr("nobody") : versionText(version_.toStdString()));
}

void AliasChip::dragEnterEvent(QDragEnterEvent* event)
{
    const QByteArray version = event->mimeData()->data(RegistryVersionsModel::mimeType);
    if (version.isEmpty() || QString::fromUtf8(version) == version_)
        return;
    over_ = true;
    update();
    event->acceptProposedAction();
}

void AliasChip::dragLeaveEvent(QDragLeaveEvent*)
{
    over_ = false;
    update();
}

void AliasChip::dropEvent(QDropEvent* event)
{
    over_ = false;
    update();
    event->acceptProposedAction();
    emit dropped(QString::fromUtf8(event->mimeData()->data(RegistryVersionsModel::mimeType)));
}

AliasBar::AliasBar(QWidget* parent) : QWidget(parent), row_(new QHBoxLayout(this))
{
    setObjectName(QStringLiteral("aliasBar"));
    setAccessibleName(tr("Aliases"));
    row_->setContentsMargins(0, 0, 0, 0);
    row_->setSpacing(6);
}

void AliasBar::setDroppable(bool droppable)
{
    droppable_ = droppable;
    for (auto* chip : findChildren<AliasChip*>())
        chip->setAcceptDrops(droppable);
}

void AliasBar::add(const QString& alias, const QString& version, const QString& tip)
{
    auto* chip = new AliasChip(alias, version, this);
    chip->setAcceptDrops(droppable_);
    chip->setToolTip(tip);
    connect(chip, &QPushButton::clicked, this, [this, version] {
        if (!version.isEmpty())
            emit versionRequested(version);
    });
    connect(chip, &AliasChip::dropped, this,
            [this, alias](const QString& other) { emit promoteRequested(other, alias); });
    row_->addWidget(chip);
    chip->show();
}

void AliasBar::setAliases(const std::vector<AliasState>& aliases)
{
    if (aliases == aliases_ && row_->count() > 0)
        return;
    aliases_ = aliases;
    while (QLayoutItem* item = row_->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    const bool hasChampion = std::ranges::any_of(
        aliases, [](const AliasState& state) { return state.alias.name == "champion"; });
    if (!hasChampion)
        add(QStringLiteral("champion"), {}, tr("Drop a version here to promote it"));
    for (std::size_t i = 0; i < std::min(aliases.size(), mostChips); ++i)
        add(QString::fromStdString(aliases[i].alias.name),
            QString::fromStdString(aliases[i].alias.version), sinceDetail(aliases[i]));
}

} // namespace binnacle
