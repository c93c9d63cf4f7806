#include "widgets/common/empty_state.h"

#include "widgets/common/buttons.h"
#include "widgets/common/icons.h"
#include "widgets/common/labels.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QStyle>
#include <QTimer>
#include <QVBoxLayout>

namespace binnacle {

namespace {
constexpr int pictureSide = 32;

QString iconOf(EmptyState::Kind kind)
{
    switch (kind) {
    case EmptyState::Kind::Loading:
        return QStringLiteral("loader");
    case EmptyState::Kind::Failed:
        return QStringLiteral("circle-alert");
    case EmptyState::Kind::Offline:
        return QStringLiteral("cloud-off");
    case EmptyState::Kind::Empty:
        break;
    }
    return QStringLiteral("compass");
}
constexpr int widestSentence = 420; // pixels
} // namespace

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent)
    , picture_(new QLabel(this))
    , sentence_(new TextLabel({}, TextRole::Muted, this))
    , action_(makeButton({}, {}, ButtonRole::Secondary, this))
    , turning_(new QTimer(this))
{
    sentence_->setObjectName(QStringLiteral("emptySentence"));
    sentence_->setWordWrap(true);
    sentence_->setAlignment(Qt::AlignHCenter);
    sentence_->setTextFormat(Qt::PlainText);
    sentence_->setMaximumWidth(widestSentence);
    action_->setObjectName(QStringLiteral("emptyAction"));
    picture_->setAlignment(Qt::AlignCenter);

    auto* column = new QVBoxLayout(this);
    column->setSpacing(spacing::m);
    column->addStretch(2);
    column->addWidget(picture_, 0, Qt::AlignHCenter);
    auto* words = new QHBoxLayout; // as wide as there is room, up to what reads well
    words->addStretch(1);
    words->addWidget(sentence_, 1000);
    words->addStretch(1);
    column->addLayout(words);
    column->addWidget(action_, 0, Qt::AlignHCenter);
    column->addStretch(3);

    turning_->setInterval(80);
    connect(turning_, &QTimer::timeout, this, [this] {
        angle_ = (angle_ + 30) % 360;
        tint();
    });
    connect(action_, &QPushButton::clicked, this, &EmptyState::actionTriggered);
    show(Kind::Empty, {});
}

void EmptyState::show(Kind kind, const QString& sentence, const QString& action,
                      const QString& iconName)
{
    kind_ = kind;
    iconName_ = iconName.isEmpty() ? iconOf(kind) : iconName;
    angle_ = 0;
    sentence_->setText(sentence);
    sentence_->setVisible(!sentence.isEmpty());
    action_->setText(action);
    action_->setVisible(!action.isEmpty());
    setAccessibleName(sentence);
    if (kind == Kind::Loading && isVisible())
        turning_->start();
    else
        turning_->stop();
    tint();
}

QString EmptyState::sentence() const
{
    return sentence_->text();
}

void EmptyState::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        tint();
}

void EmptyState::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    const bool still = style()->styleHint(QStyle::SH_Widget_Animation_Duration) == 0;
    if (kind_ == Kind::Loading && !still)
        turning_->start();
}

void EmptyState::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    turning_->stop();
}

void EmptyState::tint()
{
    const Theme& theme = Theme::current();
    const QColor colour = kind_ == Kind::Failed ? theme.bad : theme.faintText;
    QPixmap pixmap =
        icon(iconName_, colour).pixmap(QSize(pictureSide, pictureSide), devicePixelRatioF());
    if (angle_ != 0) {
        const qreal ratio = pixmap.devicePixelRatio();
        const QSize size = pixmap.size();
        pixmap = pixmap.transformed(QTransform().rotate(angle_), Qt::SmoothTransformation);
        // The corners of the turned square are empty: keep the middle.
        pixmap = pixmap.copy((pixmap.width() - size.width()) / 2,
                             (pixmap.height() - size.height()) / 2, size.width(), size.height());
        pixmap.setDevicePixelRatio(ratio);
    }
    picture_->setPixmap(pixmap);
}

} // namespace binnacle
