#include "widgets/common/fact_grid.h"

#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"
#include "widgets/common/theme.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>

namespace binnacle {

FactGrid::FactGrid(QWidget* parent) : QWidget(parent), grid_(new QGridLayout(this))
{
    grid_->setContentsMargins(0, 0, 0, 0);
    grid_->setHorizontalSpacing(12);
    grid_->setVerticalSpacing(4);
    grid_->setColumnStretch(1, 1);
}

void FactGrid::head(const QString& text)
{
    grid_->setRowMinimumHeight(row_++, 8);
    grid_->addWidget(new SectionLabel(text, this), row_++, 0, 1, 2);
}

QLabel* FactGrid::add(const QString& name, const QString& value, bool code)
{
    if (value.isEmpty())
        return nullptr;
    auto* label = new ElidedLabel(value, TextRole::Normal, this);
    if (code) {
        label->setFont(monospaceFont());
        label->setElideMode(Qt::ElideMiddle);
    }
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    grid_->addWidget(new TextLabel(name, TextRole::Muted, this), row_, 0);
    grid_->addWidget(label, row_++, 1);
    return label;
}

QLabel* FactGrid::addCopied(const QString& name, const QString& value, const char* objectName)
{
    auto* label = add(name, value, true);
    if (!label)
        return nullptr;
    auto* copy = makeButton({}, QStringLiteral("copy"), ButtonRole::Quiet, this);
    copy->setObjectName(QLatin1String(objectName));
    copy->setFixedSize(24, 24);
    copy->setStyleSheet(QStringLiteral("padding: 0"));
    copy->setIconSize({13, 13});
    copy->setToolTip(tr("Copy"));
    copy->setAccessibleName(tr("Copy %1").arg(name));
    connect(copy, &QPushButton::clicked, this,
            [value] { QGuiApplication::clipboard()->setText(value); });
    grid_->addWidget(copy, row_ - 1, 2);
    return label;
}

void FactGrid::addLink(const QString& name, const QString& value, const char* objectName)
{
    auto* link = makeButton(value, {}, ButtonRole::Link, this);
    link->setObjectName(QLatin1String(objectName));
    connect(link, &QPushButton::clicked, this,
            [this, link] { emit activated(link->objectName()); });
    grid_->addWidget(new TextLabel(name, TextRole::Muted, this), row_, 0);
    grid_->addWidget(link, row_++, 1, Qt::AlignLeft);
}

} // namespace binnacle
