using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Cln.Pages;

/// <summary>How pages open dialogs.</summary>
public static class Dialogs
{
    extension(IDialogService dialogs)
    {
        /// <summary>Asks whether to do something and does it; true when it was done.</summary>
        /// <param name="title">The question.</param>
        /// <param name="content">What will happen, and what money it moves.</param>
        /// <param name="action">The deed, as the button says it.</param>
        /// <param name="act">Does it, under an idempotency key; answers what was wrong, or null.</param>
        /// <param name="isDestructive">Whether the button warns.</param>
        public async Task<bool> QuestionAsync(string title, RenderFragment content, string action, Func<string, Task<Problem?>> act, bool isDestructive = true)
        {
            var parameters = new DialogParameters<Question>
            {
                { question => question.Title, title },
                { question => question.Content, content },
                { question => question.Action, action },
                { question => question.Do, act },
                { question => question.IsDestructive, isDestructive },
            };
            var dialog = await dialogs.ShowAsync<Question>(title, parameters, Frame.Options);
            return await dialog.Result is { Canceled: false };
        }

        /// <summary>Opens a dialog of one's own; true when it closed with a result.</summary>
        public async Task<bool> OpenAsync<TDialog>(DialogParameters<TDialog>? parameters = null, bool wide = false)
            where TDialog : IComponent
        {
            var dialog = await dialogs.ShowAsync<TDialog>(null, parameters ?? [], wide ? Frame.Wide : Frame.Options);
            return await dialog.Result is { Canceled: false };
        }
    }
}
