#include "app/binnacle/shortcut_sheet.h"

#include "widgets/common/labels.h"
#include "widgets/common/theme.h"

#include <QGridLayout>
#include <QVBoxLayout>

namespace binnacle {

ShortcutSheet::ShortcutSheet(const Entries& entries, QWidget* parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("shortcutSheet"));
    setWindowTitle(tr("Keyboard shortcuts"));
    setMinimumWidth(400);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::xl, spacing::xl, spacing::xl, spacing::xl);
    column->setSpacing(spacing::l);
    auto* head = new TextLabel(tr("Keyboard shortcuts"), TextRole::Normal, this);
    head->setFont(titleFont());
    column->addWidget(head);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(spacing::xl);
    grid->setVerticalSpacing(spacing::s);
    grid->setColumnStretch(0, 1);
    int row = 0;
    for (const auto& [what, keys] : entries) {
        grid->addWidget(new TextLabel(what, TextRole::Normal, this), row, 0);
        auto* keyLabel = new TextLabel(keys, TextRole::Muted, this);
        keyLabel->setFont(monospaceFont());
        grid->addWidget(keyLabel, row, 1, Qt::AlignRight);
        ++row;
    }
    column->addLayout(grid);
}

} // namespace binnacle
