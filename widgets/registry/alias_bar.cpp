#include "widgets/registry/alias_bar.h"

#include "models/registry_rows.h"
#include "widgets/common/buttons.h"
#include "widgets/common/theme.h"

#include <QDragEnterEvent>
#include <QMenu>
#include <QPainter>

#include <algorithm>

namespace binnacle {

namespace {
constexpr int chipPadding = 5, padding = 10, gap = 6;
} // namespace

AliasChip::AliasChip(RegisteredModelRowId model, QString alias, QString version, QWidget* parent)
    : QPushButton(parent), model_(model), alias_(std::move(alias)), version_(std::move(version))
{
    setObjectName(QStringLiteral("alias:") + alias_);
    setAccessibleName(version_.isEmpty() ? tr("%1, held by nobody").arg(alias_)
                                         : tr("%1, held by version %2").arg(alias_, version_));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setStyleSheet(QStringLiteral("padding: 0; min-height: 0"));
    setAttribute(Qt::WA_Hover);
}

QSize AliasChip::sizeHint() const
{
    QFont strong = font();
    strong.setWeight(QFont::DemiBold);
    const QString version = version_.isEmpty() ? tr("nobody") : versionText(version_.toStdString());
    return {2 * padding + fontMetrics().horizontalAdvance(alias_) + 6 +
                QFontMetrics(strong).horizontalAdvance(version),
            fontMetrics().height() + 2 * chipPadding};
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
    const auto version = DraggedVersion::from(event->mimeData());
    if (!version || version->model != model_ || version->version == version_)
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
    if (const auto version = DraggedVersion::from(event->mimeData()))
        emit dropped(version->version);
}

AliasBar::AliasBar(QWidget* parent)
    : QWidget(parent), more_(makeButton({}, {}, ButtonRole::Quiet, this))
{
    setObjectName(QStringLiteral("aliasBar"));
    setAccessibleName(tr("Aliases"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    more_->setObjectName(QStringLiteral("moreAliases"));
    more_->setStyleSheet(QStringLiteral("padding: 0 4px; min-height: 0"));
    more_->hide();
    connect(more_, &QPushButton::clicked, this, &AliasBar::openMenu);
}

void AliasBar::setDroppable(bool droppable)
{
    droppable_ = droppable;
    for (auto* chip : chips_)
        chip->setAcceptDrops(droppable);
}

void AliasBar::add(const QString& alias, const QString& version, const QString& tip)
{
    auto* chip = new AliasChip(model_, alias, version, this);
    chip->setAcceptDrops(droppable_);
    chip->setToolTip(tip);
    connect(chip, &QPushButton::clicked, this, [this, version] {
        if (!version.isEmpty())
            emit versionRequested(version);
    });
    connect(chip, &AliasChip::dropped, this,
            [this, alias](const QString& other) { emit promoteRequested(other, alias); });
    chips_.push_back(chip);
}

void AliasBar::setAliases(RegisteredModelRowId model, const std::vector<AliasState>& aliases)
{
    auto ordered = aliases;
    std::ranges::stable_partition(
        ordered, [](const AliasState& state) { return state.alias.name == "champion"; });
    if (model == model_ && ordered == aliases_ && !chips_.empty())
        return;
    model_ = model;
    aliases_ = std::move(ordered);
    for (auto* chip : chips_) {
        chip->hide();
        chip->deleteLater();
    }
    chips_.clear();
    if (aliases_.empty() || aliases_.front().alias.name != "champion")
        add(QStringLiteral("champion"), {}, tr("Drop a version here to promote it"));
    for (const auto& state : aliases_)
        add(QString::fromStdString(state.alias.name), QString::fromStdString(state.alias.version),
            sinceDetail(state));
    updateGeometry();
    place();
}

QSize AliasBar::sizeHint() const
{
    int width = -gap;
    for (const auto* chip : chips_)
        width += chip->sizeHint().width() + gap;
    return {std::max(width, 0), chipHeight()};
}

QSize AliasBar::minimumSizeHint() const
{
    if (chips_.empty())
        return {0, chipHeight()};
    const int first = chips_.front()->sizeHint().width();
    return {chips_.size() == 1 ? first : first + gap + moreWidth(), chipHeight()};
}

int AliasBar::chipHeight() const
{
    return fontMetrics().height() + 2 * chipPadding;
}

int AliasBar::moreWidth() const
{
    return fontMetrics().horizontalAdvance(QStringLiteral("+99")) + 2 * padding;
}

void AliasBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    place();
}

// As many as there is room for; the first one in any case.
void AliasBar::place()
{
    const bool all = sizeHint().width() <= width();
    const int room = all ? width() : width() - moreWidth() - gap;
    int left = 0;
    std::size_t shown = 0;
    for (; shown < chips_.size(); ++shown) {
        const int wide = chips_[shown]->sizeHint().width();
        if (shown > 0 && left + wide > room)
            break;
        chips_[shown]->setGeometry(left, 0, wide, height());
        chips_[shown]->show();
        left += wide + gap;
    }
    for (std::size_t i = shown; i < chips_.size(); ++i)
        chips_[i]->hide();
    more_->setVisible(shown < chips_.size());
    more_->setText(QStringLiteral("+%1").arg(chips_.size() - shown));
    more_->setAccessibleName(tr("%1 more aliases").arg(chips_.size() - shown));
    more_->setGeometry(left, 0, moreWidth(), height());
}

void AliasBar::openMenu()
{
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("aliasMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const auto* chip : chips_) {
        if (chip->isVisible() || chip->version().isEmpty())
            continue;
        menu->addAction(
            QStringLiteral("%1  %2").arg(chip->alias(), versionText(chip->version().toStdString())),
            this, [this, version = chip->version()] { emit versionRequested(version); });
    }
    menu->popup(more_->mapToGlobal(QPoint(0, more_->height() + 2)));
}

} // namespace binnacle
